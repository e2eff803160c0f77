package io.pulsefeed.timescale.schema;

/**
 * A column of an existing table.
 *
 * @param typeOid OID of the type, for example 1184 for timestamptz
 * @param typeName the type in the notation of {@code format_type}
 * @param maxLength maximum number of characters for varchar(n) and char(n), otherwise -1
 * @param hasDefault whether the column has a default, is an identity column, or is generated
 */
public record Column(String name, int typeOid, String typeName, int maxLength, boolean notNull, boolean hasDefault) {}
