package io.pulsefeed.timescale.schema;

import java.util.Set;

/**
 * A column of an existing table.
 *
 * @param typeOid OID of the type, for example 1184 for timestamptz
 * @param typeName the type in the notation of {@code format_type}
 * @param maxLength maximum number of characters for varchar(n) and char(n), otherwise -1
 * @param hasDefault whether the column has a default, is an identity column, or is generated
 * @param deterministic whether the collation distinguishes all texts that differ in bytes
 */
public record Column(
        String name,
        int typeOid,
        String typeName,
        int maxLength,
        boolean notNull,
        boolean hasDefault,
        Generation generation,
        boolean deterministic) {

    /** bool, bytea, int8, int2, int4, text, varchar, date, time, timestamp, timestamptz, uuid. */
    private static final Set<Integer> EXACT_TYPES = Set.of(16, 17, 20, 21, 23, 25, 1043, 1082, 1083, 1114, 1184, 2950);

    /** time, timestamp, timestamptz and numeric, which round values if they have a precision. */
    private static final Set<Integer> ROUNDED_TYPES = Set.of(1083, 1114, 1184, 1700);

    private static final Set<String> UNROUNDED_NAMES =
            Set.of("time without time zone", "timestamp without time zone", "timestamp with time zone", "numeric");

    /** A column that is not generated and has no special collation. */
    public Column(String name, int typeOid, String typeName, int maxLength, boolean notNull, boolean hasDefault) {
        this(name, typeOid, typeName, maxLength, notNull, hasDefault, Generation.NONE, true);
    }

    /** Whether two values are equal only if their binary formats are equal. Not true for float8 (0.0 and -0.0) or timestamp(0). */
    public boolean isExact() {
        return deterministic && EXACT_TYPES.contains(typeOid) && !isRounded();
    }

    /** Whether the server can store a rounded value. The precision of a domain is not known. */
    public boolean isRounded() {
        return ROUNDED_TYPES.contains(typeOid) && !UNROUNDED_NAMES.contains(typeName);
    }
}
