package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Partial upserts and deletes: the table always is what the records say one after another, whatever the size of a batch. */
class ChangesIT {

    private static final TopicPartition T = new TopicPartition("t", 0);

    private TestDatabase database;
    private final List<SinkRecord> log = new ArrayList<>();

    @BeforeEach
    void createTable() {
        database = TestDatabase.fresh();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 7, b text DEFAULT 'none', c float8)");
    }

    @ParameterizedTest
    @CsvSource({
        "null, 1|null|null|null, 2|5|null|null, 3|null|null|null",
        "default, 1|7|none|null, 2|5|none|null, 3|null|none|null",
        "keep, 1|1|x|1.5, 2|5|none|2.5, 3|null|none|null"
    })
    void writesAbsentFieldsAsConfigured(String mode, String first, String second, String third) {
        append(1, "{\"id\":1,\"a\":1,\"b\":\"x\",\"c\":1.5}");
        append(1, "{\"id\":1}");
        append(2, "{\"id\":2,\"c\":2.5}");
        append(2, "{\"id\":2,\"a\":5}");
        append(3, "{\"id\":3,\"a\":null}");
        run(Map.of("absent.t", mode));
        assertThat(rows()).containsExactly(first, second, third);
    }

    @Test
    void keepsStoredValuesOfEarlierTransactions() {
        append(1, "{\"id\":1,\"a\":1,\"b\":\"x\",\"c\":1.5}");
        run(Map.of("absent.t", "keep"));
        append(1, "{\"id\":1,\"c\":2.5}");
        append(1, "{\"id\":1,\"b\":null}");
        run(Map.of("absent.t", "keep"));
        assertThat(rows()).containsExactly("1|1|null|2.5");
    }

    @Test
    void reportsAbsentFieldThatTheTableRequires() {
        database.execute("ALTER TABLE t ALTER c SET NOT NULL");
        append(1, "{\"id\":1,\"a\":1}");
        append(2, "{\"id\":2,\"c\":1}");
        FakeSinkContext context = run(Map.of("absent.t", "keep"));
        assertThat(reasons(context)).containsExactly(Reason.MISSING_VALUE);
        assertThat(rows()).containsExactly("2|7|none|1");

        append(2, "{\"id\":2,\"a\":5}");
        assertThat(reasons(run(Map.of("absent.t", "keep")))).containsExactly(Reason.MISSING_VALUE);
        assertThat(rows()).as("a row that exists").containsExactly("2|7|none|1");
    }

    @Test
    void deletesTheRowOfATombstone() {
        append(1, "{\"id\":1,\"a\":1}");
        append(2, "{\"id\":2,\"a\":2}");
        append(1, null);
        append(3, null);
        append(1, "{\"id\":1,\"a\":3}");
        append(2, null);
        append(2, null);
        run(Map.of("fields.t", "key:id, a", "delete.mode.t", "key"));
        assertThat(rows()).containsExactly("1|3|none|null");

        append(1, null);
        run(Map.of("fields.t", "key:id, a", "delete.mode.t", "key"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void deletesTheRowOfAKeyFromTheRecordKeyAHeaderAndAConstant() {
        database.execute("DROP TABLE t; CREATE TABLE t (id int, a int, b text, c float8, UNIQUE (id, a, b))");
        append(1, "{\"c\":1}");
        append(1, "{\"c\":2}");
        append(1, null);
        log.get(0).headers().addInt("a", 5);
        log.get(1).headers().addInt("a", 6);
        log.get(2).headers().addInt("a", 5);
        run(Map.of("fields.t", "key:id, header:a, const:eu:b, c", "delete.mode.t", "key"));
        assertThat(rows()).containsExactly("1|6|eu|2");
    }

    @Test
    void reportsADeleteEventWithoutTheColumnsOfTheIndex() {
        append(1, "{\"after\":{\"id\":1,\"a\":1}}");
        append(1, "{\"before\":{\"a\":1},\"after\":null}");
        FakeSinkContext context = run(Map.of("fields.t", "id, a", "delete.mode.t", "envelope"));
        assertThat(reasons(context)).containsExactly(Reason.MISSING_VALUE);
        assertThat(rows()).containsExactly("1|1|none|null");
    }

    @Test
    void reportsTombstoneWithoutAKey() {
        append(1, "{\"id\":1,\"a\":1}");
        log.add(record(null, null));
        append(1, null);
        FakeSinkContext context = run(Map.of("fields.t", "key:id, a", "delete.mode.t", "key"));
        assertThat(reasons(context)).containsExactly(Reason.MISSING_VALUE);
        assertThat(rows()).isEmpty();
    }

    @Test
    void followsChangeEvents() {
        append(1, "{\"before\":null,\"after\":{\"id\":1,\"a\":1,\"b\":\"x\"},\"op\":\"c\",\"source\":{\"id\":99}}");
        append(2, "{\"op\":\"r\",\"after\":{\"id\":2,\"a\":2,\"b\":\"y\"},\"before\":null}");
        append(1, "{\"op\":\"u\",\"after\":{\"id\":1,\"a\":3,\"b\":\"z\"},\"before\":{\"id\":1,\"a\":1,\"b\":\"x\"}}");
        append(2, "{\"before\":{\"id\":2,\"a\":2,\"b\":\"y\"},\"after\":null,\"op\":\"d\"}");
        append(2, null);
        append(3, "{\"after\":{\"id\":3},\"op\":\"c\"}");
        append(3, "{\"op\":\"t\"}");
        FakeSinkContext context = run(Map.of("fields.t", "id, a, b", "delete.mode.t", "envelope"));
        assertThat(rows()).containsExactly("1|3|z|null", "3|null|null|null");
        assertThat(reasons(context)).containsExactly(Reason.NOT_AN_OBJECT);
    }

    @Test
    void readsChangeEventsInsideAPayload() {
        append(1, "{\"schema\":{\"id\":5},\"payload\":{\"before\":null,\"after\":{\"id\":1,\"a\":1}}}");
        append(1, "{\"schema\":null,\"payload\":{\"after\":{\"id\":2,\"a\":2}}}");
        append(1, "{\"schema\":null,\"payload\":{\"before\":{\"id\":1},\"after\":null}}");
        run(Map.of("fields.t", "id, a", "delete.mode.t", "envelope", "unwrap.t", "payload"));
        assertThat(rows()).containsExactly("2|2|none|null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "default", "null"})
    void hasTheSameResultForEveryBatchSize(String absent) {
        Random random = new Random(42);
        for (int i = 0; i < 200; i++) {
            int id = random.nextInt(20);
            if (random.nextInt(4) == 0) {
                append(id, null);
            } else {
                StringBuilder json = new StringBuilder("{\"x\":0");
                for (String field : List.of("a", "b", "c")) {
                    if (random.nextBoolean()) {
                        json.append(",\"").append(field).append("\":");
                        json.append(random.nextInt(5) == 0 ? "null" : field.equals("b") ? "\"" + i + "\"" : i);
                    }
                }
                append(id, json.append('}').toString());
            }
        }
        Map<String, String> settings =
                new HashMap<>(Map.of("fields.t", "key:id, a, b, c", "delete.mode.t", "key", "absent.t", absent));
        settings.put("batch.max.rows", "1");
        run(settings);
        List<String> oneByOne = rows();
        assertThat(oneByOne).hasSizeGreaterThan(5);
        for (String size : List.of("3", "100", "10000")) {
            database.execute("TRUNCATE t; DROP TABLE connect_sink_offsets");
            settings.put("batch.max.rows", size);
            run(settings);
            assertThat(rows()).as("batches of " + size).isEqualTo(oneByOne);
        }
    }

    /** Keys that differ in bytes but are equal for the server. */
    @ParameterizedTest
    @CsvSource({
        "numeric, 1/1.0/2/2.00",
        "'numeric(3,1)', 1/1.04/2/1.99",
        "float8, 0/-0/1/1.0",
        "char(5), 'a/a  /b/b '",
        "interval, 1 day/24:00/2 days/48:00",
        "text COLLATE ignore_case, a/A/b/B",
        "timestamptz(0), 2026-11-30T12:00:00Z/2026-11-30T12:00:00.2Z/2026-11-30T12:00:01Z/2026-11-30T12:00:00.8Z",
        "to_the_second, 2026-11-30T12:00:00Z/2026-11-30T12:00:00.2Z/2026-11-30T12:00:01Z/2026-11-30T12:00:00.8Z"
    })
    void appliesKeysThatOnlyTheServerKnowsToBeEqualInTheirOrder(String type, String keys) {
        database.execute(
                "CREATE COLLATION ignore_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                        + " CREATE DOMAIN to_the_second AS timestamp(0); DROP TABLE t;"
                        + " CREATE TABLE t (id " + type
                        + " PRIMARY KEY, a int DEFAULT 7, b text DEFAULT 'none', c float8)");
        String[] forms = keys.split("/");
        log.add(record(forms[0], "{\"a\":1,\"b\":\"deleted\"}"));
        log.add(record(forms[1], null));
        log.add(record(forms[0], "{\"a\":2}"));
        log.add(record(forms[2], "{\"a\":1,\"c\":1}"));
        log.add(record(forms[3], "{\"a\":2}"));
        log.add(record(forms[2], "{\"a\":3,\"c\":3}"));
        for (String size : List.of("1", "3", "10000")) {
            database.execute("TRUNCATE t; DROP TABLE IF EXISTS connect_sink_offsets");
            run(Map.of(
                    "fields.t", "key:id, a, b, c", "delete.mode.t", "key", "absent.t", "keep", "batch.max.rows", size));
            assertThat(database.rows("SELECT a, b, c FROM t ORDER BY id"))
                    .as("batches of " + size)
                    .containsExactly("2|none|null", "3|none|3");
        }
    }

    @Test
    void appliesKeysWithNullsThatAreNotDistinctInTheirOrder() {
        database.execute("DROP TABLE t;"
                + " CREATE TABLE t (id int, a int, b text, c float8, UNIQUE NULLS NOT DISTINCT (id, a))");
        append(1, "{\"id\":1,\"b\":\"x\",\"c\":1}");
        append(1, "{\"id\":1,\"b\":\"y\"}");
        append(1, "{\"id\":1,\"b\":\"z\",\"c\":2}");
        append(1, "{\"id\":1,\"c\":3}");
        run(Map.of("absent.t", "keep", "unique.t", "id, a"));
        assertThat(rows()).containsExactly("1|null|z|3");
    }

    @Test
    void triesCopyAgainOnlyWhenNewRowsArrive() {
        // A sequence keeps the values that a transaction took before it was rolled back.
        database.execute(
                "CREATE SEQUENCE copies MINVALUE 0; CREATE FUNCTION count_copy() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN IF current_query() LIKE 'COPY%' THEN PERFORM nextval('copies'); END IF; RETURN NULL; END $$;"
                        + " CREATE TRIGGER c BEFORE INSERT ON t EXECUTE FUNCTION count_copy(); INSERT INTO t VALUES (1)");
        for (int i = 0; i < 200; i++) {
            append(1, "{\"id\":1,\"a\":" + i + "}");
        }
        run(Map.of("batch.max.rows", "1"));
        assertThat(rows()).containsExactly("1|199|null|null");
        assertThat(database.rows("SELECT last_value FROM copies")).containsExactly("0");

        for (int i = 2; i < 200; i++) {
            append(i, "{\"id\":" + i + "}");
        }
        run(Map.of("batch.max.rows", "1"));
        assertThat(database.count("SELECT count(*) FROM t")).isEqualTo(199);
        assertThat(database.count("SELECT last_value FROM copies")).isGreaterThan(100);
    }

    /** The first value of a default such as the built-in tables' known_at: written by COPY, kept by a replay and by an upsert. */
    @ParameterizedTest
    @ValueSource(strings = {"first", "last"})
    void keepsTheFirstDefaultOfAColumnThatIsNotMapped(String conflict) {
        database.execute("CREATE SEQUENCE known; ALTER TABLE t ADD COLUMN known_at bigint DEFAULT nextval('known')");
        append(1, "{\"id\":1,\"a\":1}");
        append(2, "{\"id\":2,\"a\":2}");
        Map<String, String> settings = Map.of("fields.t", "id, a", "conflict.t", conflict);
        run(settings);
        List<String> known = database.rows("SELECT known_at FROM t ORDER BY id");
        append(1, "{\"id\":1,\"a\":3}");
        append(1, "{\"id\":1,\"a\":4}");
        run(settings);
        assertThat(database.rows("SELECT a FROM t ORDER BY id"))
                .containsExactly(conflict.equals("first") ? "1" : "4", "2");
        assertThat(known).doesNotContain("null").hasSize(2);
        assertThat(database.rows("SELECT known_at FROM t ORDER BY id")).isEqualTo(known);
    }

    @Test
    void usesTheUniqueIndexWhoseColumnsAreMapped() {
        database.execute("DROP TABLE t; CREATE TABLE t (pk bigserial PRIMARY KEY, id int, a int, b text, c float8,"
                + " UNIQUE (c), UNIQUE (id, a))");
        append(1, "{\"id\":1,\"a\":1,\"b\":\"x\"}");
        append(1, "{\"id\":1,\"a\":2,\"b\":\"y\"}");
        append(1, "{\"id\":1,\"a\":1,\"b\":\"z\"}");
        assertThat(run(Map.of("fields.t", "id, a, b")).reported()).isEmpty();
        assertThat(database.rows("SELECT id, a, b FROM t ORDER BY a")).containsExactly("1|1|z", "1|2|y");
    }

    @Test
    void requiresAKeyThatATombstoneHas() {
        append(1, null);
        assertThatThrownBy(() -> run(Map.of("delete.mode.t", "key")))
                .hasMessageContaining(
                        "delete.mode.t requires that column id of the unique index of table t is mapped from the"
                                + " record key");
        database.execute("ALTER TABLE t DROP CONSTRAINT t_pkey");
        assertThatThrownBy(() -> run(Map.of("delete.mode.t", "envelope")))
                .hasMessageContaining("requires a unique index");
    }

    private FakeSinkContext run(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name",
                "changes",
                "topics",
                "t",
                "connection.url",
                database.url(),
                "fields.t",
                "id, a, b, c",
                "coerce.strings",
                "true"));
        settings.putAll(more);
        try (SinkDriver sink = new SinkDriver(settings, Map.of(T, log), true)) {
            sink.drain(Duration.ofSeconds(60));
            return sink.context();
        }
    }

    private List<String> rows() {
        return database.rows("SELECT id, a, b, c FROM t ORDER BY id");
    }

    private static List<Reason> reasons(FakeSinkContext context) {
        return context.reported().stream()
                .map(reported -> ((BadRecordException) reported.error()).reason())
                .toList();
    }

    private void append(int key, String json) {
        log.add(record(Integer.toString(key), json));
    }

    private SinkRecord record(String key, String json) {
        byte[] value = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
        return new SinkRecord("t", 0, null, key, null, value, log.size(), 0L, TimestampType.CREATE_TIME);
    }
}
