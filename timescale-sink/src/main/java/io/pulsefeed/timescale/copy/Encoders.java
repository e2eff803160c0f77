package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.schema.Column;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Selects the encoder of a column by its type OID. Binary COPY accepts exactly the column's type and converts nothing. */
public final class Encoders {

    static final int BOOL = 16;
    static final int BYTEA = 17;
    static final int CHAR = 18;
    static final int NAME = 19;
    static final int INT8 = 20;
    static final int INT2 = 21;
    static final int INT4 = 23;
    static final int TEXT = 25;
    static final int OID = 26;
    static final int JSON = 114;
    static final int FLOAT4 = 700;
    static final int FLOAT8 = 701;
    static final int BPCHAR = 1042;
    static final int VARCHAR = 1043;
    static final int DATE = 1082;
    static final int TIME = 1083;
    static final int TIMESTAMP = 1114;
    static final int TIMESTAMPTZ = 1184;
    static final int INTERVAL = 1186;
    static final int NUMERIC = 1700;
    static final int UUID = 2950;
    static final int JSONB = 3802;

    private static final int MAX_NAME_BYTES = 63;

    private static final Set<Integer> BINARY = Set.of(
            BOOL,
            BYTEA,
            CHAR,
            NAME,
            INT8,
            INT2,
            INT4,
            TEXT,
            OID,
            JSON,
            FLOAT4,
            FLOAT8,
            BPCHAR,
            VARCHAR,
            DATE,
            TIME,
            TIMESTAMP,
            TIMESTAMPTZ,
            NUMERIC,
            UUID,
            JSONB);

    /** Types that an object or array is never stored in, so that it need not be serialized. */
    private static final Set<Integer> SCALAR = Set.of(
            BOOL, BYTEA, INT8, INT2, INT4, OID, FLOAT4, FLOAT8, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, NUMERIC, UUID);

    /** Types of the elements by array type. */
    private static final Map<Integer, Integer> ELEMENTS = Map.ofEntries(
            Map.entry(199, JSON),
            Map.entry(1000, BOOL),
            Map.entry(1001, BYTEA),
            Map.entry(1002, CHAR),
            Map.entry(1003, NAME),
            Map.entry(1005, INT2),
            Map.entry(1007, INT4),
            Map.entry(1009, TEXT),
            Map.entry(1014, BPCHAR),
            Map.entry(1015, VARCHAR),
            Map.entry(1016, INT8),
            Map.entry(1021, FLOAT4),
            Map.entry(1022, FLOAT8),
            Map.entry(1028, OID),
            Map.entry(1115, TIMESTAMP),
            Map.entry(1182, DATE),
            Map.entry(1183, TIME),
            Map.entry(1185, TIMESTAMPTZ),
            Map.entry(1231, NUMERIC),
            Map.entry(2951, UUID),
            Map.entry(3807, JSONB));

    private final ValueRules rules;

    public Encoders(ValueRules rules) {
        this.rules = rules;
    }

    public ValueRules rules() {
        return rules;
    }

    /** Encoders of values that are always text, such as headers and constants: the column determines their type. */
    public Encoders ofUntypedText() {
        return new Encoders(rules.withCoercedStrings());
    }

    /**
     * @param renamed text to store, by the text in the record
     * @param format unit or notation of times; null for the default of the column type
     */
    public ColumnEncoder forColumn(Column column, Map<String, String> renamed, @Nullable TimeFormat format) {
        ColumnEncoder encoder = forColumn(column, format);
        return renamed.isEmpty()
                ? encoder
                : new RenamingEncoder(renamed, encoder, ofUntypedText().forColumn(column, format));
    }

    private ColumnEncoder forColumn(Column column, @Nullable TimeFormat format) {
        Integer element = ELEMENTS.get(column.typeOid());
        if (element != null) {
            return new ArrayEncoder(element, forType(element, -1, format));
        }
        if (isArray(column)) {
            return new ArrayTextEncoder(rules);
        }
        return isHstore(column) ? new HstoreEncoder(rules) : forType(column.typeOid(), column.maxLength(), format);
    }

    private ColumnEncoder forType(int oid, int maxLength, @Nullable TimeFormat format) {
        return switch (oid) {
            case BOOL -> NumberEncoders.bool(rules);
            case BYTEA -> new BytesEncoder();
            case CHAR -> NameEncoders.text(1, rules);
            case NAME -> NameEncoders.text(MAX_NAME_BYTES, rules);
            case INT8 -> NumberEncoders.integer(8, rules);
            case INT2 -> NumberEncoders.integer(2, rules);
            case INT4 -> NumberEncoders.integer(4, rules);
            case OID -> NameEncoders.oid(rules);
            case FLOAT4 -> NumberEncoders.float4(rules);
            case FLOAT8 -> NumberEncoders.float8(rules);
            case NUMERIC -> new NumericEncoder(rules);
            case DATE -> new DateEncoder(format, rules);
            case TIME -> new TimeOfDayEncoder(format, rules);
            case TIMESTAMP, TIMESTAMPTZ -> time(format, false);
            case INTERVAL -> NameEncoders.interval(rules);
            case UUID -> new UuidEncoder();
            case JSON -> new JsonEncoder(false, rules);
            case JSONB -> new JsonEncoder(true, rules);
            default -> new TextEncoder(maxLength, rules);
        };
    }

    /** Whether an encoder exists for the type. Values of other types are sent as text, and the server casts them. */
    public static boolean isBinary(Column column) {
        return BINARY.contains(column.typeOid()) || isBinaryArray(column);
    }

    /** timestamptz and timestamp. */
    public static boolean isTime(Column column) {
        return column.typeOid() == TIMESTAMPTZ || column.typeOid() == TIMESTAMP;
    }

    public static boolean isJson(Column column) {
        return column.typeOid() == JSON || column.typeOid() == JSONB;
    }

    /** Whether the column stores an object as text or JSON; for an array column, whether its elements do. */
    public static boolean storesJson(Column column) {
        return !SCALAR.contains(ELEMENTS.getOrDefault(column.typeOid(), column.typeOid()));
    }

    public static boolean isArray(Column column) {
        return isBinaryArray(column) || column.typeName().endsWith("[]");
    }

    /** Whether the column is an array that is written in binary. */
    public static boolean isBinaryArray(Column column) {
        return ELEMENTS.containsKey(column.typeOid());
    }

    private static boolean isHstore(Column column) {
        return column.typeName().equals("hstore") || column.typeName().endsWith(".hstore");
    }

    public TimeEncoder time(@Nullable TimeFormat format, boolean isTableTime) {
        return new TimeEncoder(format == null ? TimeFormat.ISO : format, isTableTime ? rules.timeRange() : null, rules);
    }
}
