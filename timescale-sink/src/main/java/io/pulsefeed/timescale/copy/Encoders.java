package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.schema.Column;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/** Selects the encoder of a column by its type OID. Binary COPY accepts exactly the column's type and converts nothing. */
public final class Encoders {

    private static final int MAX_NAME_BYTES = 63;

    private static final Set<Integer> BINARY = Set.of(
            Oid.BOOL,
            Oid.BYTEA,
            Oid.CHAR,
            Oid.NAME,
            Oid.INT8,
            Oid.INT2,
            Oid.INT4,
            Oid.TEXT,
            Oid.OID,
            Oid.JSON,
            Oid.FLOAT4,
            Oid.FLOAT8,
            Oid.BPCHAR,
            Oid.VARCHAR,
            Oid.DATE,
            Oid.TIME,
            Oid.TIMESTAMP,
            Oid.TIMESTAMPTZ,
            Oid.NUMERIC,
            Oid.UUID,
            Oid.JSONB);

    /** Types that an object or array is never stored in, so that it need not be serialized. */
    private static final Set<Integer> SCALAR = Set.of(
            Oid.BOOL,
            Oid.BYTEA,
            Oid.INT8,
            Oid.INT2,
            Oid.INT4,
            Oid.OID,
            Oid.FLOAT4,
            Oid.FLOAT8,
            Oid.DATE,
            Oid.TIME,
            Oid.TIMESTAMP,
            Oid.TIMESTAMPTZ,
            Oid.NUMERIC,
            Oid.UUID);

    /** Types of the elements by array type. */
    private static final Map<Integer, Integer> ELEMENTS = Map.ofEntries(
            Map.entry(Oid.JSON_ARRAY, Oid.JSON),
            Map.entry(Oid.BOOL_ARRAY, Oid.BOOL),
            Map.entry(Oid.BYTEA_ARRAY, Oid.BYTEA),
            Map.entry(Oid.CHAR_ARRAY, Oid.CHAR),
            Map.entry(Oid.NAME_ARRAY, Oid.NAME),
            Map.entry(Oid.INT2_ARRAY, Oid.INT2),
            Map.entry(Oid.INT4_ARRAY, Oid.INT4),
            Map.entry(Oid.TEXT_ARRAY, Oid.TEXT),
            Map.entry(Oid.BPCHAR_ARRAY, Oid.BPCHAR),
            Map.entry(Oid.VARCHAR_ARRAY, Oid.VARCHAR),
            Map.entry(Oid.INT8_ARRAY, Oid.INT8),
            Map.entry(Oid.FLOAT4_ARRAY, Oid.FLOAT4),
            Map.entry(Oid.FLOAT8_ARRAY, Oid.FLOAT8),
            Map.entry(Oid.OID_ARRAY, Oid.OID),
            Map.entry(Oid.TIMESTAMP_ARRAY, Oid.TIMESTAMP),
            Map.entry(Oid.DATE_ARRAY, Oid.DATE),
            Map.entry(Oid.TIME_ARRAY, Oid.TIME),
            Map.entry(Oid.TIMESTAMPTZ_ARRAY, Oid.TIMESTAMPTZ),
            Map.entry(Oid.NUMERIC_ARRAY, Oid.NUMERIC),
            Map.entry(Oid.UUID_ARRAY, Oid.UUID),
            Map.entry(Oid.JSONB_ARRAY, Oid.JSONB));

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
            boolean isInterval = column.typeOid() == Oid.INTERVAL_ARRAY;
            return new ArrayTextEncoder(isInterval ? NameEncoders::intervalText : TextEncoder::textOf, rules);
        }
        return isHstore(column) ? new HstoreEncoder(rules) : forType(column.typeOid(), column.maxLength(), format);
    }

    private ColumnEncoder forType(int oid, int maxLength, @Nullable TimeFormat format) {
        return switch (oid) {
            case Oid.BOOL -> NumberEncoders.bool(rules);
            case Oid.BYTEA -> new BytesEncoder();
            case Oid.CHAR -> NameEncoders.text(1, rules);
            case Oid.NAME -> NameEncoders.text(MAX_NAME_BYTES, rules);
            case Oid.INT8 -> NumberEncoders.integer(8, rules);
            case Oid.INT2 -> NumberEncoders.integer(2, rules);
            case Oid.INT4 -> NumberEncoders.integer(4, rules);
            case Oid.OID -> NameEncoders.oid(rules);
            case Oid.FLOAT4 -> NumberEncoders.float4(rules);
            case Oid.FLOAT8 -> NumberEncoders.float8(rules);
            case Oid.NUMERIC -> new NumericEncoder(rules);
            case Oid.DATE -> new DateEncoder(format, rules);
            case Oid.TIME -> new TimeOfDayEncoder(format, rules);
            case Oid.TIMESTAMP, Oid.TIMESTAMPTZ -> time(format, false);
            case Oid.INTERVAL -> NameEncoders.interval(rules);
            case Oid.UUID -> new UuidEncoder();
            case Oid.JSON -> new JsonEncoder(false, rules);
            case Oid.JSONB -> new JsonEncoder(true, rules);
            default -> new TextEncoder(maxLength, rules);
        };
    }

    /** Whether an encoder exists for the type. Values of other types are sent as text, and the server casts them. */
    public static boolean isBinary(Column column) {
        return BINARY.contains(column.typeOid()) || isBinaryArray(column);
    }

    /** timestamptz and timestamp. */
    public static boolean isTime(Column column) {
        return column.typeOid() == Oid.TIMESTAMPTZ || column.typeOid() == Oid.TIMESTAMP;
    }

    public static boolean isJson(Column column) {
        return column.typeOid() == Oid.JSON || column.typeOid() == Oid.JSONB;
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
