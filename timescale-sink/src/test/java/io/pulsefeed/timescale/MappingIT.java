package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingIT {

    private TestDatabase database;

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    @Test
    void createsTableForCustomTopic() {
        run(
                Map.of(
                        "auto.create", "true",
                        "fields.readings", "at:time:ms, device.id:device:text, temperature::float8, kafka:offset:pos",
                        "unique.readings", "device, time"),
                "{\"at\":1790372106123,\"device\":{\"id\":\"a\",\"x\":1},\"temperature\":21.5}");

        assertThat(database.rows("SELECT time AT TIME ZONE 'UTC', device, temperature, pos FROM readings"))
                .containsExactly("2026-09-25 21:35:06.123|a|21.5|0");
        if (database.hasTimescale()) {
            assertThat(database.rows(
                            "SELECT hypertable_name FROM timescaledb_information.hypertables WHERE hypertable_schema ="
                                    + " '"
                                    + database.schema() + "'"))
                    .containsExactly("readings");
        }
    }

    @Test
    void writesOneRowPerElementOfAnArrayOfObjects() {
        database.execute(
                "CREATE TABLE lines (at timestamptz, item text, pos int, price numeric, tags jsonb, kind text)");
        run(
                Map.of(
                        "table.readings", "lines",
                        "each.readings", "lines",
                        "fields.readings",
                                "at:at:iso, each:item, each:index:pos, each:price, each:tags, const:order:kind"),
                "{\"at\":\"2026-09-25T21:35:06Z\",\"lines\":[{\"item\":\"a\",\"price\":1.10,\"tags\":[1]},"
                        + "{\"price\":-20000.00005,\"item\":\"b\"}]}",
                "{\"at\":\"2026-09-25T21:35:06Z\",\"lines\":[]}");

        assertThat(database.rows("SELECT item, pos, price, tags, kind FROM lines ORDER BY pos"))
                .containsExactly("a|0|1.10|[1]|order", "b|1|-20000.00005|null|order");
    }

    @Test
    void writesTypesWithoutBinaryEncoderAsText() {
        database.execute("CREATE TABLE readings (host inet PRIMARY KEY, path text[], at timestamptz, span interval)");
        SinkDriver sink = run(
                Map.of("fields.readings", "host, path, at:at:us, span"),
                "{\"host\":\"10.0.0.1\",\"path\":[\"a\",\"b,c\",null],\"at\":1790372106123456,\"span\":\"2 hours\"}",
                "{\"host\":\"not a host\"}",
                "{\"host\":\"10.0.0.2\"}");

        assertThat(database.rows("SELECT host, path, span FROM readings ORDER BY host"))
                .containsExactly("10.0.0.1|{a,\"b,c\",NULL}|02:00:00", "10.0.0.2|null|null");
        assertThat(sink.context().reported()).hasSize(1);
    }

    @Test
    void writesStructsWithLogicalTypes() {
        database.execute(
                "CREATE TABLE readings (at timestamptz, amount numeric(12,4), n int, ratio float8, small float4, ok"
                        + " boolean, raw bytea, names text[], more jsonb, id uuid)");
        Schema inner = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("at", Timestamp.SCHEMA)
                .field("amount", Decimal.schema(4))
                .field("n", Schema.INT32_SCHEMA)
                .field("ratio", Schema.FLOAT64_SCHEMA)
                .field("small", Schema.FLOAT32_SCHEMA)
                .field("ok", Schema.BOOLEAN_SCHEMA)
                .field("raw", Schema.BYTES_SCHEMA)
                .field("names", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field("more", inner)
                .field("id", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("at", new Date(1_790_372_106_123L))
                .put("amount", new BigDecimal("-1234.5678"))
                .put("n", 7)
                .put("ratio", Double.NaN)
                .put("small", 0.1f)
                .put("ok", true)
                .put("raw", new byte[] {1, 2})
                .put("names", List.of("x"))
                .put("more", new Struct(inner).put("a", 1))
                .put("id", "f47ac10b-58cc-4372-a567-0e02b2c3d479");

        run(
                Map.of("fields.readings", "at, amount, n, ratio, small, ok, raw, names, more, id"),
                List.of(Records.value("readings", 0, 0, value, new ConnectHeaders())));

        assertThat(database.rows("SELECT at AT TIME ZONE 'UTC', amount, n, ratio, small, ok, raw, names, more, id FROM"
                        + " readings"))
                .containsExactly("2026-09-25 21:35:06.123|-1234.5678|7|NaN|0.1|t|\\x0102|{x}|{\"a\":"
                        + " 1}|f47ac10b-58cc-4372-a567-0e02b2c3d479");
    }

    @Test
    void keepsEveryDigitOfNumeric() {
        database.execute("CREATE TABLE readings (pos int, exact numeric)");
        Random random = new Random(7);
        List<SinkRecord> records = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            BigDecimal number = new BigDecimal(
                            new java.math.BigInteger(random.nextInt(120) + 1, random), random.nextInt(30) - 5)
                    .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
            expected.add(number.toPlainString());
            records.add(Records.json("readings", i, "{\"pos\":" + i + ",\"exact\":" + number + "}"));
        }
        run(Map.of("fields.readings", "pos, exact"), records);

        assertThat(database.rows("SELECT exact FROM readings ORDER BY pos"))
                .containsExactlyElementsOf(expected.stream()
                        .map(text -> text.equals("-0") ? "0" : text)
                        .toList());
    }

    @Test
    void writesKeyAndKafkaCoordinates() {
        database.execute("CREATE TABLE readings (k text NOT NULL, topic text, part int, at timestamptz, trace text)");
        run(
                Map.of("fields.readings", "key:k, kafka:topic, kafka:partition:part, kafka:timestamp:at, header:trace"),
                "{}");

        assertThat(database.rows("SELECT k, topic, part, at AT TIME ZONE 'UTC', trace FROM readings"))
                .containsExactly("key|readings|0|2026-09-25 21:35:06|null");
    }

    @Test
    void addsColumnsForUnmappedFieldsIfConfigured() {
        run(
                Map.of("auto.create", "true", "schema.evolution", "add", "fields.readings", "at:at:s"),
                "{\"at\":1790372106}",
                "{\"at\":1790372107,\"text\":\"a\",\"number\":1,\"truth\":true,\"list\":[1],\"nothing\":null}",
                "{\"at\":1790372108,\"number\":2.5}");

        assertThat(database.rows(
                        "SELECT extract(second FROM at)::int, text, number, truth, list FROM readings ORDER BY at"))
                .containsExactly("6|null|null|null|null", "7|a|1|t|[1]", "8|null|2.5|null|null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "xmin",
                "nul\\u0000",
                "a name of more than 63 bytes, which the server would cut without an error"
            })
    void ignoresFieldsWhoseNamesCannotBeThoseOfColumns(String name) {
        database.execute("CREATE TABLE readings (at timestamptz)");
        String record = "{\"at\":1790372106,\"" + name + "\":1,\"n\":2}";
        run(Map.of("schema.evolution", "add", "fields.readings", "at:at:s"), record);

        assertThat(database.rows("SELECT * FROM readings")).containsExactly("2026-09-25 21:35:06+00|2");
    }

    @Test
    void writesRowsWithoutAColumnThatCannotBeAdded() {
        database.execute("CREATE TABLE base (at timestamptz); CREATE VIEW readings AS SELECT at FROM base");
        run(Map.of("schema.evolution", "add", "fields.readings", "at:at:s"), "{\"at\":1790372106,\"n\":2}");

        assertThat(database.count("SELECT count(*) FROM base")).isEqualTo(1);
    }

    @Test
    void storesUnmappedFieldsInTheExtraColumn() {
        database.execute("CREATE TABLE readings (at timestamptz, extra jsonb)");
        run(
                Map.of("extra.column", "extra", "fields.readings", "at:at:s"),
                "{\"at\":1790372106,\"a\":{\"b\":[1,\"x\"]},\"c\":null}",
                "{\"at\":1790372107}");

        assertThat(database.rows("SELECT extra FROM readings ORDER BY at"))
                .containsExactly("{\"a\": {\"b\": [1, \"x\"]}, \"c\": null}", "null");
    }

    @Test
    void readsHeadersOfTypeBytes() {
        database.execute("CREATE TABLE readings (n bigint, label text, code text)");
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes("n", "-42".getBytes(StandardCharsets.UTF_8));
        headers.addBytes("label", "a7".getBytes(StandardCharsets.UTF_8));
        headers.addBytes("code", "1234567890123456789012".getBytes(StandardCharsets.UTF_8));
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        run(
                Map.of("fields.readings", "header:n, header:label, header:code"),
                List.of(Records.value("readings", 0, 0, value, headers)));

        assertThat(database.rows("SELECT n, label, code FROM readings"))
                .containsExactly("-42|a7|1234567890123456789012");
    }

    private SinkDriver run(Map<String, String> mapping, String... values) {
        List<SinkRecord> records = new ArrayList<>();
        for (String value : values) {
            records.add(Records.json("readings", records.size(), value));
        }
        return run(mapping, records);
    }

    private SinkDriver run(Map<String, String> mapping, List<SinkRecord> records) {
        Map<String, String> settings = new HashMap<>(mapping);
        settings.putAll(Map.of("name", "custom", "topics", "readings", "connection.url", database.url()));
        try (SinkDriver sink = new SinkDriver(settings, Map.of(new TopicPartition("readings", 0), records), true)) {
            sink.drain();
            return sink;
        }
    }
}
