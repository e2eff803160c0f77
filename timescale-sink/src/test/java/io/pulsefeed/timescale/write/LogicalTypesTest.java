package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The logical types of Connect and Debezium in structs. */
class LogicalTypesTest {

    private static final Schema VARIABLE_DECIMAL = SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();

    static Stream<Arguments> times() {
        return Stream.of(
                value("d", integer("io.debezium.time.Date"), 20_422, "2025-11-30"),
                value("tz", integer("io.debezium.time.Date"), 20_422, "2025-11-30 00:00:00+00"),
                value("i4", integer("io.debezium.time.Date"), 20_422, "20422"),
                value("t", integer("io.debezium.time.Date"), 20_422, "20422"),
                value("tm", integer("io.debezium.time.Time"), 77_706_123, "21:35:06.123"),
                value("tm", number("io.debezium.time.MicroTime"), 77_706_123_456L, "21:35:06.123456"),
                value("tm", number("io.debezium.time.NanoTime"), 77_706_123_456_500L, "21:35:06.123457"),
                value("tm", number("io.debezium.time.MicroTimestamp"), 77_706_123_456L, "!bad-time"),
                value("tz", number("io.debezium.time.MicroTime"), 1L, "!bad-time"),
                value("tz", number("io.debezium.time.Timestamp"), 1_764_500_000_123L, "2025-11-30 10:53:20.123+00"),
                value("tz:s", number("io.debezium.time.Timestamp"), 1_764_500_000_123L, "2025-11-30 10:53:20.123+00"),
                value(
                        "ts",
                        number("io.debezium.time.MicroTimestamp"),
                        1_764_500_000_123_456L,
                        "2025-11-30 10:53:20.123456"),
                value(
                        "ts",
                        number("io.debezium.time.NanoTimestamp"),
                        1_764_500_000_123_456_500L,
                        "2025-11-30 10:53:20.123457"),
                value("i8", number("io.debezium.time.MicroTimestamp"), 5L, "5"),
                value("d", number("io.debezium.time.MicroTimestamp"), 1_764_500_000_123_456L, "2025-11-30"),
                value(
                        "tz",
                        text("io.debezium.time.ZonedTimestamp"),
                        "2025-11-30T10:53:20.5Z",
                        "2025-11-30 10:53:20.5+00"),
                value("iv", number("io.debezium.time.MicroDuration"), 5_400_000_000L, "5400000000 microseconds"));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                value(
                        "u",
                        text("io.debezium.data.Uuid"),
                        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
                        "f47ac10b-58cc-4372-a567-0e02b2c3d479"),
                value("jb", text("io.debezium.data.Json"), "{\"a\": [1.10, \"x\"]}", "{\"a\":[1.10,\"x\"]}"),
                value("jb", text("io.debezium.data.Json"), "no json", "\"no json\""),
                value("t", text("io.debezium.data.Json"), "{\"a\": 1}", "{\"a\":1}"),
                value("n", VARIABLE_DECIMAL, decimal("1234.50"), "1234.50"),
                value("n", VARIABLE_DECIMAL, decimal("-0.00012345678901234567890"), "-0.00012345678901234567890"),
                value("f8", VARIABLE_DECIMAL, decimal("2.5"), "2.5"),
                value("t", VARIABLE_DECIMAL, decimal("1.10"), "1.10"),
                value("jb", VARIABLE_DECIMAL, decimal("1.10"), "1.10"),
                value("n", Decimal.schema(3), new BigDecimal("1.100"), "1.100"),
                value("d", org.apache.kafka.connect.data.Date.SCHEMA, new Date(1_764_460_800_000L), "2025-11-30"),
                value("t", org.apache.kafka.connect.data.Date.SCHEMA, new Date(1_764_460_800_000L), "2025-11-30"),
                value("tm", Time.SCHEMA, new Date(77_706_123L), "21:35:06.123"),
                value("t", Time.SCHEMA, new Date(77_706_123L), "21:35:06.123"),
                value("tz", Timestamp.SCHEMA, new Date(1_764_500_000_123L), "2025-11-30 10:53:20.123+00"),
                value("t", Timestamp.SCHEMA, new Date(1_764_500_000_123L), "2025-11-30T10:53:20.123Z"),
                value("tm", Timestamp.SCHEMA, new Date(1_764_500_000_123L), "!bad-time"),
                value("tz", Timestamp.SCHEMA, new Date(Long.MAX_VALUE), "!bad-time"),
                value("by", Schema.BYTES_SCHEMA, new byte[] {1, 2}, "\\x0102"),
                value("by", Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2}), "\\x0102"),
                value("t", Schema.BYTES_SCHEMA, new byte[] {1, 2}, "AQI="),
                value("u", Schema.BYTES_SCHEMA, new byte[16], "00000000-0000-0000-0000-000000000000"),
                value("f8", Schema.FLOAT32_SCHEMA, 0.1f, "0.1"),
                value("f8", Schema.FLOAT64_SCHEMA, Double.NaN, "NaN"),
                value("n", Schema.FLOAT64_SCHEMA, Double.NEGATIVE_INFINITY, "-Infinity"),
                value("jb", Schema.FLOAT64_SCHEMA, Double.NaN, "\"NaN\""),
                value(
                        "aiv",
                        SchemaBuilder.array(number("io.debezium.time.MicroDuration"))
                                .build(),
                        List.of(5_400_000_000L),
                        "{\"5400000000 microseconds\"}"),
                value(
                        "ad",
                        SchemaBuilder.array(integer("io.debezium.time.Date")).build(),
                        List.of(20_422, 20_423),
                        "{\"2025-11-30\",\"2025-12-01\"}"),
                value("an", SchemaBuilder.array(VARIABLE_DECIMAL).build(), List.of(decimal("1.5")), "{\"1.5\"}"));
    }

    @ParameterizedTest
    @MethodSource({"times", "others"})
    void writesValueOfTheSchema(String column, Schema schema, Object value, String expected) {
        Struct record = new Struct(SchemaBuilder.struct().field("a", schema).build()).put("a", value);
        RowEncoding encoding = new RowEncoding(Map.of("fields.readings", "a:" + column));
        assertThat(encoding.rows(Shape.record(record, 0), false)).containsExactly(expected);
    }

    @Test
    void serializesNestedLogicalTypes() {
        Schema inner = SchemaBuilder.struct()
                .field("json", text("io.debezium.data.Json"))
                .field("decimal", VARIABLE_DECIMAL)
                .field("exact", Decimal.schema(20))
                .field("at", Timestamp.SCHEMA)
                .build();
        Struct value = new Struct(inner)
                .put("json", "{\"b\": 1}")
                .put("decimal", decimal("1.10"))
                .put("exact", new BigDecimal("0.12345678901234567890"))
                .put("at", new Date(0));
        Struct record = new Struct(SchemaBuilder.struct().field("a", inner).build()).put("a", value);
        assertThat(new RowEncoding(Map.of("fields.readings", "a:jb")).rows(Shape.record(record, 0), false))
                .containsExactly("{\"json\":{\"b\":1},\"decimal\":1.10,\"exact\":0.12345678901234567890,"
                        + "\"at\":\"1970-01-01T00:00:00Z\"}");
    }

    private static Arguments value(String column, Schema schema, Object value, String expected) {
        return Arguments.of(column, schema, value, expected);
    }

    private static Schema integer(String name) {
        return SchemaBuilder.int32().name(name).build();
    }

    private static Schema number(String name) {
        return SchemaBuilder.int64().name(name).build();
    }

    private static Schema text(String name) {
        return SchemaBuilder.string().name(name).build();
    }

    private static Struct decimal(String digits) {
        BigDecimal number = new BigDecimal(digits);
        return new Struct(VARIABLE_DECIMAL)
                .put("scale", number.scale())
                .put("value", number.unscaledValue().toByteArray());
    }
}
