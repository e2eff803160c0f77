package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers and keys: the column determines how their text is read, and fields of a key are read in each of its forms. */
class UntypedSourcesTest {

    private static final Schema DEVICE =
            SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
    private static final Schema KEY = SchemaBuilder.struct()
            .field("dev", DEVICE)
            .field("n", Schema.INT32_SCHEMA)
            .build();
    private static final String JSON_KEY = "{\"dev\":{\"id\":\"00123\"},\"n\":7}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            textBlock =
                    """
            t    # 00123                   # 00123
            v3   # 123                     # 123
            t    # 1234567890123456789012  # 1234567890123456789012
            jb   # 00123                   # "00123"
            at   # 00123                   # !wrong-type
            i8   # 00123                   # 123
            i8   # -42                     # -42
            n    # 1.10                    # 1.10
            f8   # 1e3                     # 1000.0
            b    # true                    # t
            d    # 2025-11-30              # 2025-11-30
            i8   # abc                     # !wrong-type
            i2   # 40000                   # !out-of-range
            u    # f47ac10b-58cc-4372-a567-0e02b2c3d479 # f47ac10b-58cc-4372-a567-0e02b2c3d479
            """)
    void readsTextOfHeadersAndKeysByTheTypeOfTheColumn(String column, String text, String expected) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (Object value : List.of(text, bytes, ByteBuffer.wrap(bytes))) {
            ConnectHeaders headers = new ConnectHeaders();
            headers.add("h", value, null);
            assertThat(rows("header:h:" + column, record(null, headers))).containsExactly(expected);
            assertThat(rows("key:" + column, record(value, new ConnectHeaders())))
                    .containsExactly(expected);
        }
    }

    @Test
    void readsTimesInHeadersByTheUnitOfTheMapping() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("h", "1764500000.5");
        assertThat(rows("header:h:tz:s", record(null, headers))).containsExactly("2025-11-30 10:53:20.5+00");
    }

    @Test
    void storesBytesAsTheyAreInABinaryColumnAndOnlyUtf8AsText() {
        byte[] base64 = "AAEC".getBytes(StandardCharsets.UTF_8);
        byte[] binary = {(byte) 0xFF, 0, 1};
        ConnectHeaders headers = new ConnectHeaders();
        headers.add("text", base64, Schema.BYTES_SCHEMA);
        headers.add("binary", binary, Schema.BYTES_SCHEMA);
        headers.add("string", "AAEC", null);

        assertThat(rows("header:text:by, header:text:t", record(null, headers))).containsExactly("\\x41414543 ; AAEC");
        assertThat(rows("header:string:by", record(null, headers))).containsExactly("\\x000102");
        assertThat(rows("header:binary:by, header:binary:t", record(null, headers)))
                .containsExactly("\\xff0001 ; /wAB");
        headers.add("buffer", ByteBuffer.wrap(binary), Schema.BYTES_SCHEMA);
        assertThat(rows("header:buffer:by, header:buffer:t", record(null, headers)))
                .containsExactly("\\xff0001 ; /wAB");
        assertThat(rows("key:by, key:t", record(base64, headers))).containsExactly("\\x41414543 ; AAEC");
        assertThat(rows("key:by, key:t", record(binary, headers))).containsExactly("\\xff0001 ; /wAB");
        assertThat(rows("key:i8", record(binary, headers))).containsExactly("!wrong-type");
    }

    @Test
    void keepsTheTypeOfTypedHeaders() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong("n", 123);
        headers.addBoolean("b", true);
        headers.addStruct("s", new Struct(DEVICE).put("id", "x"));
        headers.addList(
                "l",
                List.of("a", "b"),
                SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        assertThat(rows("header:n:t, header:n:i4, header:b:b, header:s:jb, header:l:at", record(null, headers)))
                .containsExactly("123 ; 123 ; t ; {\"id\":\"x\"} ; {\"a\",\"b\"}");
        assertThat(rows("header:s:t, header:s:i4", record(null, headers))).containsExactly("!wrong-type");
    }

    @Test
    void readsFieldsOfEachFormOfKey() {
        Struct struct = new Struct(KEY)
                .put("dev", new Struct(DEVICE).put("id", "00123"))
                .put("n", 7);
        Map<String, Object> map = Map.of("dev", Map.of("id", "00123"), "n", 7);
        for (Object key : List.of(struct, map, JSON_KEY, JSON_KEY.getBytes(StandardCharsets.UTF_8))) {
            assertThat(rows(
                            "key.dev.id:t, key.n:i4, key.n:n, key.dev:jb, key.missing:f8",
                            record(key, new ConnectHeaders())))
                    .as(key.getClass().getSimpleName())
                    .containsExactly("00123 ; 7 ; 7 ; {\"id\":\"00123\"} ; NULL");
        }
    }

    @Test
    void readsTheWholeKeyAndItsFields() {
        assertThat(rows("key:t, key.n:i4", record(JSON_KEY, new ConnectHeaders())))
                .containsExactly("{\"dev\":{\"id\":\"00123\"},\"n\":7} ; 7");
        Struct struct =
                new Struct(KEY).put("dev", new Struct(DEVICE).put("id", "x")).put("n", 7);
        assertThat(rows("key:jb, key:t", record(struct, new ConnectHeaders())))
                .containsExactly("{\"dev\":{\"id\":\"x\"},\"n\":7} ; {\"dev\":{\"id\":\"x\"},\"n\":7}");
    }

    @Test
    void doesNotMixFieldsOfKeyAndValue() {
        String value = "{\"key\":{\"n\":1},\"n\":2}";
        SinkRecord record = new SinkRecord(
                "readings", 0, null, JSON_KEY, null, value, 0, 0L, TimestampType.CREATE_TIME, new ConnectHeaders());
        assertThat(rows("key.n:i2, value:key.n:i4, n:i8", record)).containsExactly("7 ; 1 ; 2");
        assertThat(rows("key\\.n:i2, n:i8", record)).containsExactly("NULL ; 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            nullValues = "null",
            textBlock =
                    """
            null   # !missing-value
            plain  # !not-json
            5      # !not-an-object
            [1]    # !not-an-object
            """)
    void rejectsKeyWithoutFields(String key, String reason) {
        assertThat(rows("key.n:i2", record(key, new ConnectHeaders()))).containsExactly(reason);
    }

    private static SinkRecord record(Object key, ConnectHeaders headers) {
        return new SinkRecord(
                "readings",
                0,
                key instanceof Struct struct ? struct.schema() : null,
                key,
                null,
                "{}",
                0,
                0L,
                TimestampType.CREATE_TIME,
                headers);
    }

    private static List<String> rows(String fields, SinkRecord record) {
        return new RowEncoding(Map.of("fields.readings", fields)).rows(record);
    }
}
