package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

/** The structs that the converters for Avro, Protobuf and JSON Schema produce. */
class ConverterShapesTest {

    private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;

    @Test
    void readsTheFieldOfAProtobufOneofThatIsSet() {
        Schema oneof = SchemaBuilder.struct()
                .optional()
                .field("text", TEXT)
                .field("number", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Schema message = SchemaBuilder.struct().field("payload_0", oneof).build();
        String fields = "payload_0.number|payload_0.text:t, payload_0.number:i8";

        assertThat(rows(fields, new Struct(message).put("payload_0", new Struct(oneof).put("text", "a"))))
                .containsExactly("a ; NULL");
        assertThat(rows(fields, new Struct(message).put("payload_0", new Struct(oneof).put("number", 7L))))
                .containsExactly("7 ; 7");
        assertThat(rows(
                        fields,
                        new Struct(
                                SchemaBuilder.struct().field("payload_0", oneof).build())))
                .containsExactly("NULL ; NULL");
    }

    @Test
    void readsNestedProtobufMessagesAndOptionalFields() {
        Schema position = SchemaBuilder.struct()
                .optional()
                .field("lat", Schema.FLOAT64_SCHEMA)
                .field("lon", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .build();
        Schema message = SchemaBuilder.struct()
                .field("position", position)
                .field("count", Schema.OPTIONAL_INT32_SCHEMA)
                .field("ids", SchemaBuilder.array(Schema.INT64_SCHEMA).build())
                .field("track", SchemaBuilder.array(position).build())
                .build();
        Struct here = new Struct(position).put("lat", 1.5);
        String fields = "position.lat:f8, position.lon:n, count:i4, ids:ai8, track:jb";

        assertThat(rows(
                        fields,
                        new Struct(message)
                                .put("position", here)
                                .put("ids", List.of(1L, 2L))
                                .put("track", List.of(here))))
                .containsExactly("1.5 ; NULL ; NULL ; {\"1\",\"2\"} ; [{\"lat\":1.5,\"lon\":null}]");
        assertThat(rows(fields, new Struct(message).put("ids", List.of()).put("track", List.of())))
                .containsExactly("NULL ; NULL ; NULL ; {} ; []");
    }

    @Test
    void readsProtobufEnumsAsTextAsNumberAndAsStruct() {
        Schema wrapped = SchemaBuilder.struct().field("value", TEXT).build();
        Schema message = SchemaBuilder.struct()
                .field(
                        "name",
                        SchemaBuilder.string()
                                .parameter("io.confluent.connect.protobuf.Enum", "Kind")
                                .build())
                .field("number", Schema.INT32_SCHEMA)
                .field("wrapped", wrapped)
                .build();
        Struct value = new Struct(message)
                .put("name", "OPEN")
                .put("number", 2)
                .put("wrapped", new Struct(wrapped).put("value", "OPEN"));

        assertThat(rows("name:t, number:i2, wrapped.value:v3", value)).containsExactly("!too-long");
        assertThat(rows("name:t, number:i2, wrapped.value:nm", value)).containsExactly("OPEN ; 2 ; OPEN");
    }

    @Test
    void readsProtobufTimestampsAndMaps() {
        Schema entry = SchemaBuilder.struct()
                .field("key", TEXT)
                .field("value", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Schema message = SchemaBuilder.struct()
                .field("at", Timestamp.builder().optional().build())
                .field("labels", SchemaBuilder.array(entry).build())
                .build();
        Struct value = new Struct(message)
                .put("at", new Date(1_790_372_106_123L))
                .put("labels", List.of(new Struct(entry).put("key", "a").put("value", 1L)));

        assertThat(rows("at:tz, labels:jb", value))
                .containsExactly("2026-09-25 21:35:06.123+00 ; [{\"key\":\"a\",\"value\":1}]");
    }

    @Test
    void writesARowForEachEntryOfAProtobufMap() {
        Schema entry = SchemaBuilder.struct()
                .field("key", TEXT)
                .field("value", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Schema message = SchemaBuilder.struct()
                .field("labels", SchemaBuilder.array(entry).build())
                .build();
        Struct value = new Struct(message)
                .put(
                        "labels",
                        List.of(
                                new Struct(entry).put("key", "a").put("value", 1L),
                                new Struct(entry).put("key", "b").put("value", 2L)));
        RowEncoding encoding =
                new RowEncoding(Map.of("each.readings", "labels", "fields.readings", "each:key:t, each:\\value:i8"));

        assertThat(encoding.rows(Shape.record(value, 0))).containsExactly("a ; 1", "b ; 2");
    }

    @Test
    void readsTheFieldOfAJsonSchemaUnionThatIsSet() {
        Schema union = SchemaBuilder.struct()
                .name("io.confluent.connect.json.OneOf")
                .optional()
                .field("connect_union_field_0", Schema.OPTIONAL_INT64_SCHEMA)
                .field("connect_union_field_1", TEXT)
                .build();
        Schema object = SchemaBuilder.struct()
                .field("code", union)
                .field("amount", Schema.FLOAT64_SCHEMA)
                .build();
        String fields = "code.connect_union_field_0|code.connect_union_field_1:t, amount:n";

        assertThat(rows(
                        fields,
                        new Struct(object)
                                .put("code", new Struct(union).put("connect_union_field_0", 5L))
                                .put("amount", 0.1)))
                .containsExactly("5 ; 0.1");
        assertThat(rows(
                        fields,
                        new Struct(object)
                                .put("code", new Struct(union).put("connect_union_field_1", "x"))
                                .put("amount", 1.0)))
                .containsExactly("x ; 1.0");
    }

    @Test
    void readsAvroUnionsEnumsAndMaps() {
        Schema union = SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .optional()
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .field("string", TEXT)
                .build();
        Schema record = SchemaBuilder.struct()
                .field("v", union)
                .field(
                        "status",
                        SchemaBuilder.string()
                                .parameter("io.confluent.connect.avro.Enum", "Status")
                                .build())
                .field(
                        "attributes",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_FLOAT64_SCHEMA)
                                .build())
                .build();
        Map<String, Double> attributes = new LinkedHashMap<>();
        attributes.put("a", 1.5);
        attributes.put("b", null);
        Struct value = new Struct(record)
                .put("v", new Struct(union).put("int", 3))
                .put("status", "OPEN")
                .put("attributes", attributes);

        assertThat(rows("v.int|v.string:t, status:nm, attributes:jb, attributes.a:f8", value))
                .containsExactly("3 ; OPEN ; {\"a\":1.5,\"b\":null} ; 1.5");
    }

    @Test
    void readsAvroLogicalTypesDecimalsAndFixed() {
        Schema record = SchemaBuilder.struct()
                .field("millis", Timestamp.SCHEMA)
                .field("micros", Schema.INT64_SCHEMA)
                .field("named", SchemaBuilder.int64().name("timestamp-micros").build())
                .field("amount", Decimal.builder(4).optional().build())
                .field(
                        "hash",
                        SchemaBuilder.bytes()
                                .name("Md5")
                                .parameter("connect.fixed.size", "2")
                                .build())
                .field("amounts", SchemaBuilder.array(Decimal.schema(1)).build())
                .build();
        Struct value = new Struct(record)
                .put("millis", new Date(1_790_372_106_123L))
                .put("micros", 1_790_372_106_123_456L)
                .put("named", 1_790_372_106_123_456L)
                .put("amount", new BigDecimal("-0.0001"))
                .put("hash", ByteBuffer.wrap(new byte[] {1, (byte) 255}))
                .put("amounts", Arrays.asList(new BigDecimal("1.5"), new BigDecimal("-2.0")));

        assertThat(rows("millis:tz, micros:ts:us, named:i8, amount:n, hash:by, amounts:an", value))
                .containsExactly("2026-09-25 21:35:06.123+00 ; 2026-09-25 21:35:06.123456 ; 1790372106123456 ;"
                        + " -0.0001 ; \\x01ff ; {\"1.5\",\"-2.0\"}");
    }

    private static List<String> rows(String fields, Struct value) {
        value.validate();
        return new RowEncoding(Map.of("fields.readings", fields)).rows(Shape.record(value, 0));
    }
}
