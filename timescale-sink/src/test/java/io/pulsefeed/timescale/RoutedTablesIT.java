package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that a value of the record chooses, and the names of tables. */
class RoutedTablesIT {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);

    private TestDatabase database;
    private final List<SinkRecord> records = new ArrayList<>();

    @BeforeEach
    void createTables() {
        database = TestDatabase.fresh();
        database.execute("CREATE TABLE trade (id bigint PRIMARY KEY, price float8, extra jsonb)");
        database.execute("CREATE TABLE quote (id bigint PRIMARY KEY, price float8, extra jsonb)");
    }

    @Test
    void writesARecordOnlyToTheTableThatAFieldNames() {
        append("{\"id\":1,\"kind\":\"trade\",\"price\":1.5}");
        append("{\"id\":2,\"kind\":\"quote\",\"price\":2.5}");
        append("{\"id\":3,\"kind\":\"pg_class\"}");
        append("{\"id\":4,\"kind\":\"trade; DROP TABLE quote\"}");
        append("{\"id\":5}");
        append("{\"id\":6,\"kind\":null}");
        append("{\"id\":7,\"kind\":{\"a\":\"trade\"}}");
        append("{\"id\":8,\"kind\":\"Trade\"}");
        FakeSinkContext context =
                run(Map.of("table.events", "trade, quote", "route.events", "kind", "fields.events", "id, price"));

        assertThat(database.rows("SELECT id, price FROM trade")).containsExactly("1|1.5");
        assertThat(database.rows("SELECT id, price FROM quote")).containsExactly("2|2.5");
        assertThat(context.reported())
                .extracting(reported -> reported.record().kafkaOffset())
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(context.reported().get(0).error()).hasMessageContaining("route.events is 'pg_class'");
        assertThat(context.reported().get(2).error()).hasMessageContaining("no value for route.events");
    }

    @Test
    void writesARecordToTheTableThatAHeaderNames() {
        append("{\"id\":1}", "table", "trade");
        append("{\"id\":2}", "table", "quote");
        append("{\"id\":3,\"price\":3}", "table", "quote");
        append("{\"id\":4}");
        FakeSinkContext context = run(Map.of(
                "table.events", "trade, quote",
                "route.events", "header:table",
                "fields.events", "id",
                "fields.events/quote", "id, price"));

        assertThat(database.rows("SELECT id FROM trade")).containsExactly("1");
        assertThat(database.rows("SELECT id, price FROM quote ORDER BY id")).containsExactly("2|null", "3|3");
        assertThat(context.reported()).hasSize(1);
    }

    @Test
    void storesUnmappedFieldsInTheChosenTable() {
        append("{\"id\":1,\"kind\":\"trade\",\"x\":1}");
        append("{\"id\":2,\"kind\":\"quote\",\"x\":2}");
        run(Map.of(
                "table.events",
                "trade, quote",
                "route.events",
                "kind",
                "fields.events",
                "id",
                "extra.column",
                "extra"));

        assertThat(database.rows("SELECT extra->>'x' FROM trade")).containsExactly("1");
        assertThat(database.rows("SELECT extra->>'x' FROM quote")).containsExactly("2");
    }

    @Test
    void deletesFromTheTableThatTheRecordNamesOrElseFromAll() {
        database.execute("INSERT INTO trade VALUES (1), (2); INSERT INTO quote VALUES (1), (2)");
        append("{\"before\":{\"id\":1,\"kind\":\"trade\"},\"after\":null}");
        append("{\"before\":{\"id\":2},\"after\":null}");
        run(Map.of(
                "table.events", "trade, quote",
                "route.events", "kind",
                "fields.events", "id",
                "delete.mode.events", "envelope"));

        assertThat(database.rows("SELECT id FROM trade")).isEmpty();
        assertThat(database.rows("SELECT id FROM quote")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "kind=trade # 1",
                "!kind=trade # 2, 3, 4, 5, 6",
                "kind=5 # 2, 3",
                "kind=true # 4",
                "kind # 1, 2, 3, 4, 6",
                "!kind # 5",
                "header:v=2 # 2, 3",
                "header:v # 2, 3, 4",
                "!header:v # 1, 5, 6",
            })
    void writesOnlyRecordsThatMeetTheCondition(String condition, String ids) {
        append("{\"id\":1,\"kind\":\"trade\"}");
        append("{\"id\":2,\"kind\":5}", "v", "2");
        append("{\"id\":3,\"kind\":\"5\"}", "v", "2");
        append("{\"id\":4,\"kind\":true}", "v", "3");
        append("{\"id\":5}");
        append("{\"id\":6,\"kind\":{\"kind\":\"trade\"}}");
        run(Map.of("table.events", "trade", "when.events/trade", condition, "fields.events", "id"));

        assertThat(database.rows("SELECT string_agg(id::text, ', ' ORDER BY id) FROM trade"))
                .containsExactly(ids);
    }

    @Test
    void writesATopicWithADotToOneTable() {
        String schema = "eu_" + database.schema();
        database.execute("CREATE TABLE \"orders.eu\" (id bigint); CREATE SCHEMA " + schema);
        append("{\"id\":1}");
        run("orders.eu", Map.of("fields.orders.eu", "id"));
        assertThat(database.rows("SELECT id FROM \"orders.eu\"")).containsExactly("1");

        run("orders.us", Map.of("fields.orders.us", "id::bigint", "unique.orders.us", "id", "auto.create", "true"));
        assertThat(database.rows("SELECT id FROM \"orders.us\"")).containsExactly("1");
        assertThat(database.count("SELECT count(*) FROM pg_indexes WHERE indexname = 'orders.us_key' AND schemaname = '"
                        + database.schema() + "'"))
                .isEqualTo(1);
        database.execute("DROP SCHEMA " + schema);
    }

    @Test
    void writesToTheSchemaThatRelease010Used() {
        String schema = "s" + database.schema();
        database.execute("CREATE SCHEMA " + schema + "; CREATE TABLE " + schema + ".orders (id bigint)");
        String topic = schema + ".orders";
        append("{\"id\":1}");
        Map<String, String> mapping = Map.of("fields." + topic, "id::bigint", "auto.create", "true");
        run(topic, mapping);
        assertThat(database.rows("SELECT id FROM " + topic)).containsExactly("1");

        database.execute("CREATE TABLE \"" + topic + "\" (id bigint); DELETE FROM connect_sink_offsets");
        run(topic, mapping);
        assertThat(database.rows("SELECT id FROM \"" + topic + "\"")).containsExactly("1");
        assertThat(database.count("SELECT count(*) FROM " + topic)).isEqualTo(1);
        database.execute("DROP SCHEMA " + schema + " CASCADE");
    }

    @Test
    void namesATableWithASchemaOrWithADot() {
        String schema = "s" + database.schema();
        database.execute("CREATE SCHEMA " + schema + "; CREATE TABLE " + schema + ".t (id bigint); CREATE TABLE "
                + schema + ".\"a.b\" (id bigint); CREATE TABLE \"a.b\" (id bigint)");
        append("{\"id\":1}");
        run("x.y", Map.of("table.x.y", schema + ".t, " + schema + ".a\\.b, a\\.b", "fields.x.y", "id"));

        assertThat(database.rows("SELECT id FROM " + schema + ".t")).containsExactly("1");
        assertThat(database.rows("SELECT id FROM " + schema + ".\"a.b\"")).containsExactly("1");
        assertThat(database.rows("SELECT id FROM \"a.b\"")).containsExactly("1");
        database.execute("DROP SCHEMA " + schema + " CASCADE");
    }

    private void append(String json, String... header) {
        ConnectHeaders headers = new ConnectHeaders();
        if (header.length > 0) {
            headers.addBytes(header[0], header[1].getBytes(StandardCharsets.UTF_8));
        }
        records.add(Records.value("events", 0, records.size(), json.getBytes(StandardCharsets.UTF_8), headers));
    }

    private FakeSinkContext run(Map<String, String> mapping) {
        return drain(EVENTS, records, mapping);
    }

    private void run(String topic, Map<String, String> mapping) {
        List<SinkRecord> moved = records.stream()
                .map(record -> Records.value(topic, 0, record.kafkaOffset(), record.value(), new ConnectHeaders()))
                .toList();
        assertThat(drain(new TopicPartition(topic, 0), moved, mapping).reported())
                .isEmpty();
    }

    private FakeSinkContext drain(TopicPartition partition, List<SinkRecord> log, Map<String, String> mapping) {
        Map<String, String> settings = new HashMap<>(mapping);
        settings.putAll(Map.of("name", "routed", "topics", partition.topic(), "connection.url", database.url()));
        try (SinkDriver sink = new SinkDriver(settings, Map.of(partition, log), true)) {
            sink.drain();
            return sink.context();
        }
    }
}
