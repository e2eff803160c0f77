package io.pulsefeed.timescale.schema;

/**
 * A column as the server describes it.
 *
 * @param typeOid PostgreSQL's number of the type, for example 1184 for timestamptz
 * @param typeName the type as {@code format_type} spells it
 * @param maxLength longest text in characters for varchar(n), or -1
 * @param hasDefault whether the server fills the column in when an insert leaves it out
 */
public record Column(String name, int typeOid, String typeName, int maxLength, boolean notNull, boolean hasDefault) {}
