package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics that a transform renames, and topics that match a pattern of the mapping. The tables have no key that hides a duplicate. */
class RoutedTopicsIT {

    private static final String POSITION = " kafka:partition:part, kafka:offset:pos";

    private TestDatabase database;
    private final Map<TopicPartition, List<SinkRecord>> log = new LinkedHashMap<>();

    @BeforeEach
    void createSchema() {
        database = TestDatabase.fresh();
    }

    @Test
    void mapsRecordsByTheTopicThatATransformGaveThem() {
        database.execute("CREATE TABLE orders (id bigint, topic text, part int, pos bigint)");
        append("eu-orders", 3, "orders");
        append("us-orders", 2, "orders");
        Map<String, String> settings = Map.of(
                "topics", "eu-orders,us-orders", "transforms", "route", "fields.orders", "id, kafka:topic," + POSITION);
        run(settings);

        assertThat(database.rows("SELECT id, topic, part, pos FROM orders ORDER BY topic, pos"))
                .containsExactly(
                        "0|eu-orders|0|0", "1|eu-orders|0|1", "2|eu-orders|0|2", "0|us-orders|0|0", "1|us-orders|0|1");
        assertThat(database.rows("SELECT topic, next_offset FROM connect_sink_offsets ORDER BY topic"))
                .containsExactly("eu-orders|3", "us-orders|2");
    }

    @Test
    void mapsRenamedTopicsOfAProfile() {
        List<SinkRecord> trades = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SinkRecord trade = Records.trade(0, i);
            trades.add(renamed(
                    Records.value("prod.rawtrade", 0, i, trade.value(), (ConnectHeaders) trade.headers()), "rawtrade"));
        }
        log.put(new TopicPartition("prod.rawtrade", 0), trades);
        run(Map.of("topics", "prod.rawtrade", "transforms", "route", "profile", "cryptoviz"));

        assertThat(database.count("SELECT count(*) FROM trade_data")).isEqualTo(5);
        assertThat(database.rows("SELECT to_regclass('ticker_data')")).containsExactly("null");
    }

    @Test
    void writesEachTopicOfAPatternToItsOwnTableIfItHasNone() {
        database.execute("CREATE TABLE \"sensor-1\" (id bigint); CREATE TABLE \"sensor-2\" (id bigint, extra text)");
        append("sensor-1", 2, null);
        append("sensor-2", 3, null);
        run(Map.of("topics.regex", "sensor-.*", "fields.sensor-*", "id", "fields.sensor-2", "id, kafka:topic:extra"));

        assertThat(database.rows("SELECT id FROM \"sensor-1\" ORDER BY id")).containsExactly("0", "1");
        assertThat(database.rows("SELECT id, extra FROM \"sensor-2\" ORDER BY id"))
                .containsExactly("0|sensor-2", "1|sensor-2", "2|sensor-2");
    }

    @Test
    void createsTheTablesOfTopicsThatAppearLater() {
        append("sensor-1", 1, null);
        append("sensor-2", 0, null);
        Map<String, String> mapping =
                Map.of("topics.regex", "sensor-.*", "fields.sensor-*", "id::bigint", "auto.create", "true");
        try (SinkDriver sink = start(mapping)) {
            sink.drain();
            assertThat(database.rows("SELECT to_regclass('\"sensor-2\"')")).containsExactly("null");
            append("sensor-2", 2, null);
            sink.drain();
        }
        assertThat(database.count("SELECT count(*) FROM \"sensor-2\"")).isEqualTo(2);
    }

    @Test
    void writesManyTopicsOfAPatternInFewTransactions() {
        for (int topic = 0; topic < 300; topic++) {
            append("sensor-" + topic, 40, null);
        }
        Map<String, String> mapping = Map.of(
                "topics.regex", "sensor-.*", "fields.sensor-*", "id::bigint", "auto.create", "true", "linger.ms", "20");
        try (SinkDriver sink = start(mapping)) {
            sink.drain(Duration.ofSeconds(60));
        }
        for (int topic = 0; topic < 300; topic += 37) {
            String table = "\"sensor-" + topic + "\"";
            assertThat(database.count("SELECT count(*) FROM " + table)).isEqualTo(40);
            assertThat(database.count("SELECT count(DISTINCT xmin::text) FROM " + table))
                    .as("transactions")
                    .isLessThan(5);
        }
    }

    @Test
    void lastRecordOfAKeyWinsAcrossTheTopicsOfOneTable() {
        database.execute("CREATE TABLE readings (id bigint PRIMARY KEY, topic text)");
        append("sensor-1", 2, null);
        append("sensor-2", 2, null);
        run(Map.of("topics", "sensor-1,sensor-2", "table.sensor-*", "readings", "fields.sensor-*", "id, kafka:topic"));

        assertThat(database.rows("SELECT id, topic FROM readings ORDER BY id"))
                .containsExactly("0|sensor-2", "1|sensor-2");
    }

    @Test
    void pausesATopicOfAPatternWithoutATableAndContinuesWithTheOthers() {
        database.execute("CREATE TABLE \"sensor-1\" (id bigint)");
        append("sensor-1", 2, null);
        append("sensor-2", 2, null);
        try (SinkDriver sink = start(Map.of("topics.regex", "sensor-.*", "fields.sensor-*", "id"))) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                sink.poll();
                assertThat(sink.context().isPaused(new TopicPartition("sensor-2", 0)))
                        .isTrue();
                assertThat(database.count("SELECT count(*) FROM \"sensor-1\"")).isEqualTo(2);
            });
            database.execute("CREATE TABLE \"sensor-2\" (id bigint)");
            sink.drain(Duration.ofSeconds(40));
            assertThat(sink.context().reported()).isEmpty();
        }
        assertThat(database.count("SELECT count(*) FROM \"sensor-2\"")).isEqualTo(2);
    }

    @Test
    void pausesButDoesNotFailIfNoRenamedTopicCanBeWritten() {
        append("a", 2, "orders");
        TopicPartition original = new TopicPartition("a", 0);
        try (SinkDriver sink = start(Map.of("topics", "a", "transforms", "route", "fields.orders", "id"))) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                sink.poll();
                assertThat(sink.context().isPaused(original)).isTrue();
            });
            database.execute("CREATE TABLE orders (id bigint)");
            sink.drain(Duration.ofSeconds(40));
            assertThat(sink.context().reported()).isEmpty();
        }
        assertThat(database.count("SELECT count(*) FROM orders")).isEqualTo(2);
    }

    @Test
    void reportsRecordsOfATopicThatNoKeyMatches() {
        database.execute("CREATE TABLE orders (id bigint)");
        append("a", 1, "orders");
        append("b", 1, "other");
        try (SinkDriver sink = start(Map.of("topics", "a,b", "transforms", "route", "fields.orders", "id"))) {
            sink.drain();
            assertThat(sink.context().reported()).singleElement().satisfies(reported -> assertThat(reported.error())
                    .hasMessageContaining("topic other has no mapping"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void writesEveryRecordOnceAcrossRestarts(int seed) {
        database.execute("CREATE TABLE readings (topic text, part int, pos bigint, id bigint)");
        Random random = new Random(seed);
        boolean renames = seed % 2 == 0;
        int topics = 1 + random.nextInt(8);
        int total = 0;
        for (int topic = 0; topic < topics; topic++) {
            int records = random.nextInt(2_500);
            total += records;
            append("raw-" + topic, records, renames ? "sensor-" + random.nextInt(3) : null);
        }
        String pattern = renames ? "sensor-*" : "raw-*";
        Map<String, String> settings = new HashMap<>(Map.of(
                "topics.regex",
                "raw-.*",
                "table." + pattern,
                "readings",
                "fields." + pattern,
                "id, kafka:topic," + POSITION,
                "batch.max.rows",
                Integer.toString(1 + random.nextInt(700))));
        for (int restart = 0; restart < 6; restart++) {
            SinkDriver sink = start(settings);
            for (int poll = random.nextInt(6); poll >= 0; poll--) {
                pollUnlessFenced(sink);
            }
            sink.abandon();
        }
        run(settings);

        assertThat(database.rows("SELECT count(*), count(DISTINCT (topic, part, pos)) FROM readings"))
                .containsExactly(total + "|" + total);
        assertThat(database.count("SELECT count(*) FROM readings WHERE id <> pos"))
                .isZero();
    }

    /** An abandoned task can still write, until the next one claims its partitions. */
    private static void pollUnlessFenced(SinkDriver sink) {
        try {
            sink.poll();
        } catch (ConnectException e) {
            assertThat(e).hasMessageContaining("fenced");
        }
    }

    private void run(Map<String, String> mapping) {
        try (SinkDriver sink = start(mapping)) {
            sink.drain(Duration.ofSeconds(40));
            assertThat(sink.context().reported()).isEmpty();
        }
    }

    private SinkDriver start(Map<String, String> mapping) {
        Map<String, String> settings = new HashMap<>(mapping);
        settings.putAll(Map.of("name", "routed", "connection.url", database.url()));
        return new SinkDriver(settings, log, true);
    }

    /** @param renamedTo the topic that a transform gives the records; null for none */
    private void append(String topic, int count, String renamedTo) {
        List<SinkRecord> records = log.computeIfAbsent(new TopicPartition(topic, 0), first -> new ArrayList<>());
        for (int i = 0; i < count; i++) {
            SinkRecord record = Records.json(topic, records.size(), "{\"id\":" + records.size() + "}");
            records.add(renamedTo == null ? record : renamed(record, renamedTo));
        }
    }

    private static SinkRecord renamed(SinkRecord record, String topic) {
        return record.newRecord(
                topic,
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers());
    }
}
