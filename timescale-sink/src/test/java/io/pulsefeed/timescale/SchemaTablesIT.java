package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables and mappings that come from the schemas of records. */
class SchemaTablesIT {

    private static final TopicPartition READINGS = new TopicPartition("readings", 0);
    private static final String TYPES =
            "SELECT attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END FROM"
                    + " pg_attribute WHERE attrelid = 'readings'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum";

    private static final Schema INNER =
            SchemaBuilder.struct().field("deep", Schema.INT64_SCHEMA).build();

    private TestDatabase database;
    private final List<SinkRecord> log = new ArrayList<>();

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    @Test
    void takesTheTypesOfColumnsFromTheSchemaOfTheFirstRecord() {
        Schema schema = everyType();
        append(schema, valueOf(schema));
        run(Map.of("auto.create", "true", "fields.readings", "*, object.deep:deep, kafka:offset:pos"));

        assertThat(database.rows(TYPES))
                .containsExactlyInAnyOrder(
                        "at timestamp with time zone not null",
                        "i8 smallint not null",
                        "i16 smallint",
                        "i32 integer not null",
                        "i64 bigint",
                        "f32 real not null",
                        "f64 double precision",
                        "ok boolean not null",
                        "name text not null",
                        "raw bytea",
                        "tags text[] not null",
                        "rows jsonb",
                        "labels jsonb not null",
                        "amount numeric not null",
                        "day date not null",
                        "clock time without time zone not null",
                        "micros timestamp without time zone not null",
                        "zoned timestamp with time zone not null",
                        "doc jsonb",
                        "deep bigint not null",
                        "pos bigint");
        assertThat(database.rows(
                        "SELECT i8, i16, i32, i64, f32, f64, ok, name, raw, tags, rows, labels, amount, day, clock,"
                                + " micros, zoned AT TIME ZONE 'UTC', doc, deep, pos FROM readings"))
                .containsExactly(
                        "1|null|3|4|0.1|null|t|a|null|{x,y}|[{\"deep\": 1}]|{\"k\": 1}|12.34|1970-01-04|01:00:00|"
                                + "2026-09-25 21:35:06.123456|2026-09-25 21:35:06.5|{\"a\": 1}|9|0");
    }

    @Test
    void storesDurationsOfDebeziumAsIntervals() {
        Schema duration =
                SchemaBuilder.int64().name("io.debezium.time.MicroDuration").build();
        Schema schema = SchemaBuilder.struct()
                .field("span", duration)
                .field("spans", SchemaBuilder.array(duration).build())
                .build();
        append(schema, new Struct(schema).put("span", 5_400_000_000L).put("spans", List.of(5_400_000_000L, 1L)));
        run(Map.of("auto.create", "true", "fields.readings", "*"));

        assertThat(database.rows(TYPES)).containsExactly("span interval not null", "spans interval[] not null");
        assertThat(database.rows("SELECT span, spans FROM readings"))
                .containsExactly("01:30:00|{01:30:00,00:00:00.000001}");
    }

    @Test
    void combinesListedTypesWithThoseOfTheSchemaAndCreatesAHypertable() {
        Schema schema = SchemaBuilder.struct()
                .field("ms", Schema.INT64_SCHEMA)
                .field("device", Schema.STRING_SCHEMA)
                .field("value", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .build();
        append(
                schema,
                new Struct(schema)
                        .put("ms", 1_790_372_106_123L)
                        .put("device", "a")
                        .put("value", 1.5));
        run(Map.of(
                "auto.create",
                "true",
                "fields.readings",
                "ms:time:ms, device, value",
                "unique.readings",
                "device, time"));

        assertThat(database.rows(TYPES))
                .containsExactly(
                        "time timestamp with time zone not null", "device text not null", "value double precision");
        if (database.hasTimescale()) {
            assertThat(database.count(
                            "SELECT count(*) FROM timescaledb_information.hypertables WHERE hypertable_schema = '"
                                    + database.schema() + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void mapsNewFieldsOfALaterSchemaIfTheyHaveColumns() {
        Schema first = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema second = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("big", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Map<String, String> settings = Map.of("auto.create", "true", "fields.readings", "*");
        append(first, new Struct(first).put("id", 0L));
        append(second, new Struct(second).put("id", 1L).put("big", 1L));
        append(first, new Struct(first).put("id", 2L));
        run(settings);
        assertThat(database.rows("SELECT * FROM readings ORDER BY id")).containsExactly("0", "1", "2");

        append(second, new Struct(second).put("id", 3L).put("big", 9_007_199_254_740_993L));
        Map<String, String> evolving = new HashMap<>(settings);
        evolving.put("schema.evolution", "add");
        run(evolving);
        assertThat(database.rows("SELECT * FROM readings WHERE id = 3")).containsExactly("3|9007199254740993");

        append(second, new Struct(second).put("id", 4L).put("big", 5L));
        run(settings);
        assertThat(database.rows("SELECT * FROM readings WHERE id = 4")).containsExactly("4|5");
    }

    @Test
    void addsAColumnForAFieldThatAppearsWhileTheTaskRuns() {
        Schema first = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema second = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("big", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        for (int i = 0; i < 6; i++) {
            boolean hasBig = i % 2 == 1;
            Struct value = new Struct(hasBig ? second : first).put("id", (long) i);
            append(value.schema(), hasBig ? value.put("big", 9_007_199_254_740_993L + i) : value);
        }
        run(Map.of("auto.create", "true", "fields.readings", "*", "schema.evolution", "add"));

        assertThat(database.rows("SELECT id, big FROM readings ORDER BY id"))
                .containsExactly(
                        "0|null", "1|9007199254740994", "2|null", "3|9007199254740996", "4|null", "5|9007199254740998");
    }

    @Test
    void takesTypesFromTheRowOfAChangeEvent() {
        Schema row = SchemaBuilder.struct()
                .optional()
                .field("id", Schema.INT32_SCHEMA)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema event = SchemaBuilder.struct()
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct inserted = new Struct(row).put("id", 1).put("name", "a");
        append(event, new Struct(event).put("after", inserted).put("op", "c"));
        append(
                event,
                new Struct(event).put("after", new Struct(row).put("id", 2)).put("op", "c"));
        append(event, new Struct(event).put("before", inserted).put("op", "d"));
        log.add(record(null, null));
        run(Map.of(
                "auto.create", "true",
                "fields.readings", "*",
                "unique.readings", "id",
                "delete.mode.readings", "envelope"));

        assertThat(database.rows(TYPES)).containsExactly("id integer not null", "name text");
        assertThat(database.rows("SELECT id, name FROM readings")).containsExactly("2|null");
    }

    @Test
    void waitsForASchemaAfterTombstonesAndTakesTypesOfKeys() {
        Schema key = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema schema =
                SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
        log.add(new SinkRecord("readings", 0, key, new Struct(key).put("id", 1L), null, null, 0));
        log.add(new SinkRecord(
                "readings", 0, key, new Struct(key).put("id", 2L), schema, new Struct(schema).put("name", "b"), 1));
        run(Map.of(
                "auto.create", "true",
                "fields.readings", "key.id, name",
                "unique.readings", "id",
                "tombstones", "reject",
                "delete.mode.readings", "key"));

        assertThat(database.rows("SELECT id, name FROM readings")).containsExactly("2|b");
    }

    @Test
    void pausesTheTopicIfItsRecordsHaveNoSchema() {
        log.add(Records.json("readings", 0, "{\"id\":1}"));
        for (String fields : List.of("id", "*")) {
            Map<String, String> settings = settings(Map.of("auto.create", "true", "fields.readings", fields));
            try (SinkDriver sink = new SinkDriver(settings, Map.of(READINGS, log), true)) {
                Assertions.assertThatThrownBy(sink::drain)
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("have no schema")
                        .hasMessageContaining("value.converter");
                assertThat(sink.context().reported()).isEmpty();
            }
        }
        assertThat(database.count("SELECT count(*) FROM connect_sink_offsets WHERE next_offset > 0"))
                .isZero();
    }

    @Test
    void continuesWithOtherTopicsAndResumesWhenTheTableExists() {
        TopicPartition other = new TopicPartition("other", 0);
        database.execute("CREATE TABLE other (id bigint)");
        log.add(Records.json("readings", 0, "{\"id\":1}"));
        Map<String, String> settings =
                settings(Map.of("auto.create", "true", "fields.readings", "id", "fields.other", "id"));
        settings.put("topics", "readings,other");
        try (SinkDriver sink = new SinkDriver(
                settings, Map.of(READINGS, log, other, List.of(Records.json("other", 0, "{\"id\":2}"))), true)) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                sink.poll();
                assertThat(sink.context().isPaused(READINGS)).isTrue();
                assertThat(database.count("SELECT count(*) FROM other")).isEqualTo(1);
            });
            database.execute("CREATE TABLE readings (id bigint)");
            sink.drain(Duration.ofSeconds(40));
            assertThat(sink.context().reported()).isEmpty();
        }
        assertThat(database.rows("SELECT id FROM readings")).containsExactly("1");
    }

    private static Schema everyType() {
        return SchemaBuilder.struct()
                .field("at", Timestamp.SCHEMA)
                .field("i8", Schema.INT8_SCHEMA)
                .field("i16", Schema.OPTIONAL_INT16_SCHEMA)
                .field("i32", Schema.INT32_SCHEMA)
                .field("i64", SchemaBuilder.int64().defaultValue(7L).build())
                .field("f32", Schema.FLOAT32_SCHEMA)
                .field("f64", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("ok", Schema.BOOLEAN_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .field("raw", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .field("rows", SchemaBuilder.array(INNER).optional().build())
                .field(
                        "labels",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .field("object", INNER)
                .field("amount", Decimal.schema(2))
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("clock", Time.SCHEMA)
                .field(
                        "micros",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .build())
                .field(
                        "zoned",
                        SchemaBuilder.string()
                                .name("io.debezium.time.ZonedTimestamp")
                                .build())
                .field(
                        "doc",
                        SchemaBuilder.string()
                                .name("io.debezium.data.Json")
                                .optional()
                                .build())
                .build();
    }

    private static Struct valueOf(Schema schema) {
        return new Struct(schema)
                .put("at", new Date(1_790_372_106_123L))
                .put("i8", (byte) 1)
                .put("i32", 3)
                .put("i64", 4L)
                .put("f32", 0.1f)
                .put("ok", true)
                .put("name", "a")
                .put("tags", List.of("x", "y"))
                .put("rows", List.of(new Struct(INNER).put("deep", 1L)))
                .put("labels", Map.of("k", 1))
                .put("object", new Struct(INNER).put("deep", 9L))
                .put("amount", new BigDecimal("12.34"))
                .put("day", new Date(86_400_000L * 3))
                .put("clock", new Date(3_600_000L))
                .put("micros", 1_790_372_106_123_456L)
                .put("zoned", "2026-09-25T21:35:06.5Z")
                .put("doc", "{\"a\": 1}");
    }

    private void append(Schema schema, Struct value) {
        log.add(record(schema, value));
    }

    private SinkRecord record(Schema schema, Struct value) {
        return new SinkRecord(
                "readings",
                0,
                Schema.STRING_SCHEMA,
                "k",
                schema,
                value,
                log.size(),
                Records.SECOND * 1000,
                TimestampType.CREATE_TIME);
    }

    private Map<String, String> settings(Map<String, String> mapping) {
        Map<String, String> settings = new HashMap<>(mapping);
        settings.putAll(Map.of("name", "schemas", "topics", "readings", "connection.url", database.url()));
        return settings;
    }

    private void run(Map<String, String> mapping) {
        try (SinkDriver sink = new SinkDriver(settings(mapping), Map.of(READINGS, log), true)) {
            sink.drain();
            assertThat(sink.context().reported()).isEmpty();
        }
    }
}
