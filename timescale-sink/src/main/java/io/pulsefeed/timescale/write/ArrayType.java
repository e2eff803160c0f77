package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.schema.Column;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The array type of the parameter that contains the values of one column.
 *
 * @param name name of the array type in the driver
 * @param elementOid type OID of the elements
 * @param textual whether values are sent as text, which the server casts
 * @param nested whether the values are arrays; these are sent as text, because unnest would flatten them
 * @param cast type to cast the text to; null if the values are binary
 */
record ArrayType(String name, int elementOid, boolean textual, boolean nested, @Nullable String cast) {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(16, "_bool"),
            Map.entry(17, "_bytea"),
            Map.entry(18, "_char"),
            Map.entry(19, "_name"),
            Map.entry(20, "_int8"),
            Map.entry(21, "_int2"),
            Map.entry(23, "_int4"),
            Map.entry(25, "_text"),
            Map.entry(1042, "_text"),
            Map.entry(1043, "_text"),
            Map.entry(26, "_oid"),
            Map.entry(114, "_json"),
            Map.entry(700, "_float4"),
            Map.entry(701, "_float8"),
            Map.entry(1082, "_date"),
            Map.entry(1083, "_time"),
            Map.entry(1114, "_timestamp"),
            Map.entry(1184, "_timestamptz"),
            Map.entry(1700, "_numeric"),
            Map.entry(2950, "_uuid"),
            Map.entry(3802, "_jsonb"));

    /**
     * Types to cast text to, by the type of the column. An explicit cast to a type with a limit, such as varchar(3)[], truncates
     * without an error; the assignment of the unlimited type checks the limit.
     */
    private static final Map<Integer, String> UNLIMITED = Map.ofEntries(
            Map.entry(1014, "_bpchar"),
            Map.entry(1015, "_varchar"),
            Map.entry(1231, "_numeric"),
            Map.entry(1560, "varbit"),
            Map.entry(1561, "_varbit"),
            Map.entry(1562, "varbit"),
            Map.entry(1563, "_varbit"));

    static ArrayType of(Column column) {
        int oid = column.typeOid() == 1042 || column.typeOid() == 1043 ? 25 : column.typeOid();
        String name = NAMES.get(oid);
        if (name != null) {
            return new ArrayType(name, oid, false, false, null);
        }
        boolean nested = Encoders.isBinaryArray(column);
        return new ArrayType("_text", 25, true, nested, UNLIMITED.getOrDefault(column.typeOid(), column.typeName()));
    }

    /** The expression of the SELECT that produces the column value. */
    String expression(String alias) {
        return textual ? alias + "::" + cast : alias;
    }
}
