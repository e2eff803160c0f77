package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.schema.Column;
import java.util.Map;
import java.util.Set;

/** Selects the encoder of a column by its type OID. Binary COPY accepts exactly the column's type and converts nothing. */
public final class Encoders {

    static final int BOOL = 16;
    static final int BYTEA = 17;
    static final int INT8 = 20;
    static final int INT2 = 21;
    static final int INT4 = 23;
    static final int TEXT = 25;
    static final int JSON = 114;
    static final int FLOAT4 = 700;
    static final int FLOAT8 = 701;
    static final int TEXT_ARRAY = 1009;
    static final int VARCHAR_ARRAY = 1015;
    static final int FLOAT8_ARRAY = 1022;
    static final int BPCHAR = 1042;
    static final int VARCHAR = 1043;
    static final int DATE = 1082;
    static final int TIME = 1083;
    static final int TIMESTAMP = 1114;
    static final int TIMESTAMPTZ = 1184;
    static final int NUMERIC = 1700;
    static final int UUID = 2950;
    static final int JSONB = 3802;

    private static final Set<Integer> BINARY = Set.of(
            BOOL,
            BYTEA,
            INT8,
            INT2,
            INT4,
            TEXT,
            JSON,
            FLOAT4,
            FLOAT8,
            TEXT_ARRAY,
            VARCHAR_ARRAY,
            FLOAT8_ARRAY,
            BPCHAR,
            VARCHAR,
            DATE,
            TIME,
            NUMERIC,
            UUID,
            JSONB);

    private final ValueRules rules;

    public Encoders(ValueRules rules) {
        this.rules = rules;
    }

    /** @param renamed text to store, by the text in the record */
    public ColumnEncoder forColumn(Column column, Map<String, String> renamed) {
        return switch (column.typeOid()) {
            case BOOL -> NumberEncoders.bool(rules);
            case BYTEA -> new BytesEncoder();
            case INT8 -> NumberEncoders.integer(8, rules);
            case INT2 -> NumberEncoders.integer(2, rules);
            case INT4 -> NumberEncoders.integer(4, rules);
            case TEXT, BPCHAR, VARCHAR -> new TextEncoder(column.maxLength(), rules, renamed);
            case FLOAT4 -> NumberEncoders.float4(rules);
            case FLOAT8 -> NumberEncoders.float8(rules);
            case NUMERIC -> new NumericEncoder(rules);
            case DATE -> new DateEncoder();
            case TIME -> new TimeOfDayEncoder();
            case UUID -> new UuidEncoder();
            case TEXT_ARRAY, VARCHAR_ARRAY -> ArrayEncoder.ofText(
                    column.typeOid() == TEXT_ARRAY ? TEXT : VARCHAR, rules);
            case FLOAT8_ARRAY -> ArrayEncoder.ofFloat8(rules);
            case JSON -> new JsonEncoder(false, rules);
            case JSONB -> new JsonEncoder(true, rules);
            default -> new TextEncoder(-1, rules, renamed);
        };
    }

    /** Whether an encoder exists for the type. Values of other types are sent as text, and the server casts them. */
    public static boolean isBinary(Column column) {
        return isTime(column) || BINARY.contains(column.typeOid());
    }

    /** timestamptz and timestamp. */
    public static boolean isTime(Column column) {
        return column.typeOid() == TIMESTAMPTZ || column.typeOid() == TIMESTAMP;
    }

    public static boolean isJson(Column column) {
        return column.typeOid() == JSON || column.typeOid() == JSONB;
    }

    public static boolean isArray(Column column) {
        return column.typeOid() == TEXT_ARRAY || column.typeOid() == VARCHAR_ARRAY || column.typeOid() == FLOAT8_ARRAY;
    }

    public TimeEncoder time(TimeFormat format, boolean isTableTime) {
        return new TimeEncoder(format, isTableTime ? rules.timeRange() : null, rules.counts().rowsLate);
    }
}
