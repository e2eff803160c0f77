package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.schema.Column;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

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
            Map.entry(Oid.BOOL, "_bool"),
            Map.entry(Oid.BYTEA, "_bytea"),
            Map.entry(Oid.CHAR, "_char"),
            Map.entry(Oid.NAME, "_name"),
            Map.entry(Oid.INT8, "_int8"),
            Map.entry(Oid.INT2, "_int2"),
            Map.entry(Oid.INT4, "_int4"),
            Map.entry(Oid.TEXT, "_text"),
            Map.entry(Oid.BPCHAR, "_text"),
            Map.entry(Oid.VARCHAR, "_text"),
            Map.entry(Oid.OID, "_oid"),
            Map.entry(Oid.JSON, "_json"),
            Map.entry(Oid.FLOAT4, "_float4"),
            Map.entry(Oid.FLOAT8, "_float8"),
            Map.entry(Oid.DATE, "_date"),
            Map.entry(Oid.TIME, "_time"),
            Map.entry(Oid.TIMESTAMP, "_timestamp"),
            Map.entry(Oid.TIMESTAMPTZ, "_timestamptz"),
            Map.entry(Oid.NUMERIC, "_numeric"),
            Map.entry(Oid.UUID, "_uuid"),
            Map.entry(Oid.JSONB, "_jsonb"));

    /**
     * Types to cast text to, by the type of the column. An explicit cast to a type with a limit, such as varchar(3)[], truncates
     * without an error; the assignment of the unlimited type checks the limit.
     */
    private static final Map<Integer, String> UNLIMITED = Map.ofEntries(
            Map.entry(Oid.BPCHAR_ARRAY, "_bpchar"),
            Map.entry(Oid.VARCHAR_ARRAY, "_varchar"),
            Map.entry(Oid.NUMERIC_ARRAY, "_numeric"),
            Map.entry(Oid.BIT, "varbit"),
            Map.entry(Oid.BIT_ARRAY, "_varbit"),
            Map.entry(Oid.VARBIT, "varbit"),
            Map.entry(Oid.VARBIT_ARRAY, "_varbit"));

    static ArrayType of(Column column) {
        int oid = column.typeOid() == Oid.BPCHAR || column.typeOid() == Oid.VARCHAR ? Oid.TEXT : column.typeOid();
        String name = NAMES.get(oid);
        if (name != null) {
            return new ArrayType(name, oid, false, false, null);
        }
        boolean nested = Encoders.isBinaryArray(column);
        return new ArrayType(
                "_text", Oid.TEXT, true, nested, UNLIMITED.getOrDefault(column.typeOid(), column.typeName()));
    }

    /** The expression of the SELECT that produces the column value. */
    String expression(String alias) {
        return textual ? alias + "::" + cast : alias;
    }
}
