package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that only the server can reject, and keys that only the server knows to be equal. */
class PoisonIT {

    private static final TopicPartition T = new TopicPartition("t", 0);

    private TestDatabase database;
    private final List<SinkRecord> log = new ArrayList<>();

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.fresh();
    }

    @Test
    void keepsTheLastOfKeysThatOnlyTheServerKnowsToBeEqual() {
        database.execute("CREATE TABLE t (k numeric PRIMARY KEY, v int)");
        for (String key : List.of("1.0", "2", "1.00", "1.000", "2.0", "1", "3")) {
            append("{\"k\":" + key + ",\"v\":" + log.size() + "}");
        }
        run("k, v");
        assertThat(database.rows("SELECT trim_scale(k), v FROM t ORDER BY k")).containsExactly("1|5", "2|4", "3|6");
    }

    @Test
    void keepsTheLastOfNegativeAndPositiveZero() {
        database.execute("CREATE TABLE t (k float8 PRIMARY KEY, v int)");
        append("{\"k\":0.0,\"v\":1}");
        append("{\"k\":-0.0,\"v\":2}");
        run("k, v");
        assertThat(database.rows("SELECT v FROM t")).containsExactly("2");
    }

    @Test
    void keepsTheLastOfKeysWithNullsThatAreNotDistinct() {
        database.execute("CREATE TABLE t (k int, s text, v int, UNIQUE NULLS NOT DISTINCT (k, s))");
        for (int i = 0; i < 5; i++) {
            append("{\"k\":1,\"s\":null,\"v\":" + i + "}");
        }
        run("k, s, v");
        assertThat(database.rows("SELECT k, v FROM t")).containsExactly("1|4");
    }

    @Test
    void keepsTheLastOfTextsThatACollationTreatsAsEqual() {
        database.execute("CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                + " CREATE TABLE t (k text COLLATE nocase PRIMARY KEY, v int)");
        append("{\"k\":\"b\",\"v\":1}");
        append("{\"k\":\"B\",\"v\":2}");
        append("{\"k\":\"a\",\"v\":3}");
        append("{\"k\":\"A\",\"v\":4}");
        append("{\"k\":\"b\",\"v\":5}");
        run("k, v");
        assertThat(database.rows("SELECT v FROM t ORDER BY v")).containsExactly("4", "5");
    }

    @Test
    void keepsTheLastAcrossSeveralStatementsOfABatch() {
        database.execute("CREATE TABLE t (k numeric PRIMARY KEY, v int)");
        IntStream.range(0, 7_000).forEach(i -> append("{\"k\":" + i + ".0,\"v\":" + i + "}"));
        IntStream.range(0, 7_000).forEach(i -> append("{\"k\":" + i + ",\"v\":" + -i + "}"));
        run("k, v", "batch.max.rows", "20000", "linger.ms", "2000");
        assertThat(database.count("SELECT count(*) FROM t WHERE v = -k")).isEqualTo(7_000);
    }

    @Test
    void reportsRecordThatADeferredConstraintRejects() {
        database.execute("CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1), (2);"
                + " CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        for (int parent : List.of(1, 2, 9, 1, 8, 2)) {
            append("{\"id\":" + log.size() + ",\"p\":" + parent + "}");
        }
        assertThat(reportedOffsets(run("id, p"))).containsExactly(2L, 4L);
        assertThat(database.rows("SELECT id FROM t ORDER BY id")).containsExactly("0", "1", "3", "5");
    }

    @Test
    void writesTheTablesOfATopicInTheirOrder() {
        database.execute(
                "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p)");
        append("{\"id\":1,\"p\":7}");
        append("{\"id\":2,\"p\":8}");
        FakeSinkContext context = run("", "table.t", "p, t", "fields.t/t", "id, p", "fields.t/p", "p:id");
        assertThat(context.reported()).isEmpty();
        assertThat(database.rows("SELECT id, p FROM t ORDER BY id")).containsExactly("1|7", "2|8");
    }

    @Test
    void reportsARowThatExistsIfTheTableIsAView() {
        database.execute("CREATE TABLE base (id int PRIMARY KEY, v int); INSERT INTO base VALUES (1, 1);"
                + " CREATE VIEW t AS SELECT id, v FROM base");
        append("{\"id\":1,\"v\":5}");
        append("{\"id\":2,\"v\":6}");
        assertThat(reportedOffsets(run("id, v"))).containsExactly(0L);
        assertThat(database.rows("SELECT id, v FROM base ORDER BY id")).containsExactly("1|1", "2|6");
    }

    @Test
    void acceptsRowsOfOneRecordThatReferToEachOther() {
        database.execute("CREATE TABLE p (id int PRIMARY KEY);"
                + " CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
        append("{\"id\":1,\"p\":7,\"q\":7}");
        append("{\"id\":2,\"p\":8,\"q\":9}");
        append("{\"id\":3,\"p\":6,\"q\":6}");
        FakeSinkContext context = run("", "table.t", "t, p", "fields.t/t", "id, p", "fields.t/p", "q:id");
        assertThat(reportedOffsets(context)).containsExactly(1L);
        assertThat(database.rows("SELECT id FROM t ORDER BY id")).containsExactly("1", "3");
        assertThat(database.rows("SELECT id FROM p ORDER BY id")).containsExactly("6", "7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0001", "MY001", "54000", "44000", "23514", "22023"})
    void reportsNeighborsThatATriggerRejects(String state) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int);"
                + " CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.v < 0 THEN"
                + " RAISE EXCEPTION 'no' USING ERRCODE = '" + state + "'; END IF; RETURN NEW; END $$;"
                + " CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse()");
        for (int value : List.of(1, -1, -2, -3, -4, 2, -5, 3)) {
            append("{\"id\":" + log.size() + ",\"v\":" + value + "}");
        }
        assertThat(reportedOffsets(run("id, v"))).containsExactly(1L, 2L, 3L, 4L, 6L);
        assertThat(database.rows("SELECT v FROM t ORDER BY id")).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "10000"})
    void writesTheRowThatARejectedRecordWouldReplace(String batchRows) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int CHECK (v > 0))");
        append("{\"id\":1,\"v\":1}");
        append("{\"id\":2,\"v\":2}");
        append("{\"id\":1,\"v\":-1}");
        append("{\"id\":2,\"v\":3}");
        append("{\"id\":3,\"v\":-3}");
        append("{\"id\":2,\"v\":-2}");
        append("{\"id\":3,\"v\":4}");
        assertThat(reportedOffsets(run("id, v", "batch.max.rows", batchRows))).containsExactly(2L, 4L, 5L);
        assertThat(database.rows("SELECT id, v FROM t ORDER BY id")).containsExactly("1|1", "2|3", "3|4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "10000"})
    void keepsTheFirstRowThatIsNotRejected(String batchRows) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int CHECK (v > 0))");
        append("{\"id\":1,\"v\":-1}");
        append("{\"id\":1,\"v\":2}");
        append("{\"id\":1,\"v\":3}");
        FakeSinkContext context = run("id, v", "conflict.t", "first", "batch.max.rows", batchRows);
        assertThat(reportedOffsets(context)).containsExactly(0L);
        assertThat(database.rows("SELECT id, v FROM t")).containsExactly("1|2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "10000"})
    void acceptsValuesThatMoveBetweenRowsOfABatch(String batchRows) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int UNIQUE); INSERT INTO t VALUES (1, 1), (2, 2)");
        append("{\"id\":1,\"v\":9}");
        append("{\"id\":2,\"v\":1}");
        append("{\"id\":1,\"v\":2}");
        assertThat(run("id, v", "unique.t", "id", "batch.max.rows", batchRows).reported())
                .isEmpty();
        assertThat(database.rows("SELECT id, v FROM t ORDER BY id")).containsExactly("1|2", "2|1");
    }

    @Test
    void updatesARowOfABatchThatAlsoHasARejectedRecord() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int CHECK (v > 0)); INSERT INTO t VALUES (1, 1)");
        append("{\"id\":2,\"v\":-1}");
        append("{\"id\":1,\"v\":5}");
        append("{\"id\":3,\"v\":6}");
        assertThat(reportedOffsets(run("id, v"))).containsExactly(0L);
        assertThat(database.rows("SELECT id, v FROM t ORDER BY id")).containsExactly("1|5", "3|6");
    }

    @Test
    void keepsTheLastOfKeysThatOnlyTheServerKnowsToBeEqualNextToARejectedRecord() {
        database.execute("CREATE TABLE t (k numeric PRIMARY KEY, v int CHECK (v > 0))");
        append("{\"k\":2,\"v\":-1}");
        append("{\"k\":1,\"v\":5}");
        append("{\"k\":1.0,\"v\":6}");
        assertThat(reportedOffsets(run("k, v"))).containsExactly(0L);
        assertThat(database.rows("SELECT trim_scale(k), v FROM t")).containsExactly("1|6");
    }

    @Test
    void writesSmallerTransactionsWhenTheServerLimitsThem() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int);"
                + " CREATE FUNCTION bound() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF (SELECT count(*) FROM t WHERE xmin = pg_current_xact_id()::xid) > 10 THEN"
                + " RAISE EXCEPTION 'limit' USING ERRCODE = '53400'; END IF; RETURN NULL; END $$;"
                + " CREATE TRIGGER bound AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION bound()");
        IntStream.range(0, 100).forEach(i -> append("{\"id\":" + i + ",\"v\":1}"));
        assertThat(run("id, v").reported()).isEmpty();
        assertThat(database.count("SELECT count(*) FROM t")).isEqualTo(100);
        assertThat(database.rows("SELECT next_offset FROM connect_sink_offsets"))
                .containsExactly("100");
        assertThat(database.count("SELECT count(DISTINCT xmin::text) FROM t")).isBetween(10L, 20L);
    }

    /** The row that a rejected record replaced in its batch is written, also after the transaction was split. */
    @Test
    void writesTheRowThatARejectedRecordWouldReplaceInASmallerTransaction() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int);"
                + " CREATE FUNCTION bound() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF (SELECT count(*) FROM added) > 10 THEN RAISE EXCEPTION 'limit' USING ERRCODE = '53400'; END IF;"
                + " RETURN NULL; END $$;"
                + " CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF EXISTS (SELECT FROM t WHERE v < 0) THEN RAISE EXCEPTION 'no'; END IF; RETURN NULL; END $$;"
                + " CREATE TRIGGER a_bound AFTER INSERT ON t REFERENCING NEW TABLE AS added"
                + " FOR EACH STATEMENT EXECUTE FUNCTION bound();"
                + " CREATE TRIGGER b_refuse AFTER INSERT OR UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
        IntStream.rangeClosed(1, 15).forEach(id -> append("{\"id\":" + id + ",\"v\":1}"));
        append("{\"id\":1,\"v\":-1}");
        assertThat(reportedOffsets(run("id, v"))).containsExactly(15L);
        assertThat(database.rows("SELECT count(*), min(v), max(v) FROM t")).containsExactly("15|1|1");
    }

    @Test
    void pausesTheTopicWhenTooManyRecordsAreBadAndResumesAfterARestart() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int)");
        IntStream.range(0, 30).forEach(i -> append("{\"id\":" + i + ",\"v\":1}"));
        IntStream.range(30, 60).forEach(i -> append("{\"id\":" + i + ",\"v\":\"x\"}"));
        Map<String, String> settings = settings("id, v");
        settings.put("circuit.breaker.share", "0.2");
        settings.put("circuit.breaker.window", "100");
        settings.put("batch.max.rows", "10");
        try (SinkDriver sink = new SinkDriver(settings, Map.of(T, log), true)) {
            Awaitility.await().untilAsserted(() -> {
                sink.poll();
                assertThat(sink.context().isPaused(T)).isTrue();
                assertThat(database.count("SELECT count(*) FROM t")).isEqualTo(30);
            });
            assertThat(sink.context().reported()).hasSize(20);
        }
        settings.put("circuit.breaker.share", "0");
        try (SinkDriver sink = new SinkDriver(settings, Map.of(T, log), true)) {
            sink.drain();
            assertThat(sink.context().reported()).hasSize(10);
        }
    }

    @Test
    void namesTheColumnThatIsMappedTwice() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY, v int)");
        assertThatThrownBy(() -> run("id, v, w:v")).hasMessageContaining("column v is mapped twice");
    }

    private FakeSinkContext run(String fields, String... more) {
        Map<String, String> settings = settings(fields);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        try (SinkDriver sink = new SinkDriver(settings, Map.of(T, log), true)) {
            sink.drain();
            return sink.context();
        }
    }

    private Map<String, String> settings(String fields) {
        return new HashMap<>(
                Map.of("name", "poison", "topics", "t", "connection.url", database.url(), "fields.t", fields));
    }

    private static List<Long> reportedOffsets(FakeSinkContext context) {
        return context.reported().stream()
                .map(reported -> reported.record().kafkaOffset())
                .sorted()
                .toList();
    }

    private void append(String json) {
        log.add(Records.json("t", log.size(), json));
    }
}
