package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that change under a running task, and tables that cannot be written: values never change, and other topics continue. */
class TableChangeIT {

    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b", 0);

    private TestDatabase database;
    private String role;
    private final Map<TopicPartition, List<SinkRecord>> log = new HashMap<>();

    @BeforeEach
    void createTables() {
        database = TestDatabase.fresh();
        database.execute("CREATE TABLE a (id bigint NOT NULL, v float8, w float8)");
        database.execute("CREATE TABLE b (id bigint NOT NULL, v float8, w float8)");
        log.put(A, new ArrayList<>());
    }

    @AfterEach
    void dropRole() {
        if (role != null) {
            database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "float8, bigint, 42",
        "bigint, float8, 42",
        "bigint, timestamptz USING to_timestamp(v), 1970-01-01 00:00:42+00",
        "real, integer, 42",
        "text, bytea USING v::bytea, \\x3432",
        "'numeric', 'numeric(3,1)', 42.0",
        "text, varchar(10), 42"
    })
    void encodesForTheNewTypeAfterAnAlter(String before, String after, String stored) {
        database.execute("ALTER TABLE a ALTER v TYPE " + before + " USING v::" + before);
        boolean isText = before.equals("text");
        String value = isText ? "\"42\"" : "42";
        try (SinkDriver sink =
                start("a", Map.of("fields.a", "id, v" + (after.startsWith("timestamptz") ? ":v:s" : "")))) {
            append(A, value);
            sink.drain();
            database.execute("ALTER TABLE a ALTER v TYPE " + after);
            append(A, after.startsWith("bytea") ? "\"NDI=\"" : value);
            sink.drain();
            assertThat(sink.context().reported()).isEmpty();
        }
        assertThat(database.rows("SELECT v FROM a WHERE id = 1")).containsExactly(stored);
    }

    @Test
    void writesToTheColumnsOfTheSameNameAfterTheyWereSwapped() {
        try (SinkDriver sink = start("a", Map.of())) {
            append(A, "1");
            sink.drain();
            database.execute("ALTER TABLE a RENAME v TO x; ALTER TABLE a RENAME w TO v; ALTER TABLE a RENAME x TO w");
            append(A, "2");
            sink.drain();
        }
        assertThat(database.rows("SELECT id, v, w FROM a ORDER BY id")).containsExactly("0|null|1", "1|2|null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "int # text # \"x\"",
                "varchar(3) # varchar(10) # \"longer\"",
                "smallint # bigint # 70000",
                "int NOT NULL # int # null",
            })
    void reportsNoRecordThatTheAlteredColumnAccepts(String before, String after, String value) {
        database.execute("ALTER TABLE a DROP v, ADD v " + before);
        try (SinkDriver sink = start("a", Map.of())) {
            append(A, value);
            sink.drain();
            assertThat(sink.context().reported()).hasSize(1);
            database.execute("ALTER TABLE a DROP v, ADD v " + after);
            append(A, value);
            sink.drain();
            assertThat(sink.context().reported()).hasSize(1);
        }
        assertThat(database.rows("SELECT id FROM a")).containsExactly("1");
    }

    @Test
    void usesAnIndexThatIsCreatedLater() {
        try (SinkDriver sink = start("a", Map.of())) {
            append(A, "1");
            sink.drain();
            database.execute("CREATE UNIQUE INDEX ON a (id)");
            log.get(A).add(Records.json("a", 1, "{\"id\":0,\"v\":2}"));
            sink.drain();
            assertThat(sink.context().reported()).isEmpty();
        }
        assertThat(database.rows("SELECT id, v FROM a")).containsExactly("0|2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "ALTER TABLE a DROP COLUMN v # has no column v # ALTER TABLE a ADD COLUMN v float8",
                "ALTER TABLE a ADD COLUMN n int NOT NULL # Column n of table a is NOT NULL # ALTER TABLE a DROP COLUMN n",
                "ALTER TABLE a DROP COLUMN v, ADD COLUMN v float8 GENERATED ALWAYS AS (id * 2.0) STORED # Column v of table a is"
                        + " generated # ALTER TABLE a DROP COLUMN v, ADD COLUMN v float8",
                "ALTER TABLE a RENAME TO old; CREATE VIEW a AS SELECT DISTINCT id, v FROM old # a is a view that cannot be"
                        + " written # DROP VIEW a; ALTER TABLE old RENAME TO a",
                "DROP TABLE a # Table a for topic a does not exist # CREATE TABLE a (id bigint, v float8)",
            })
    void pausesTheTopicOfATableThatNoLongerMatchesAndResumesWhenItDoes(String change, String message, String repair) {
        log.put(B, new ArrayList<>());
        try (SinkDriver sink = start("a,b", Map.of("fields.b", "id, v"))) {
            append(A, "1");
            append(B, "1");
            sink.drain();
            database.execute("DELETE FROM a");
            database.execute(change);
            for (int i = 0; i < 5; i++) {
                append(A, "2");
                append(B, "2");
            }
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                sink.poll();
                assertThat(database.count("SELECT count(*) FROM b")).isEqualTo(6);
                assertThat(sink.context().isPaused(A)).isTrue();
            });
            assertThat(sink.context().isPaused(B)).isFalse();
            database.execute(repair);
            sink.drain(Duration.ofSeconds(40));
            assertThat(sink.context().reported()).isEmpty();
        }
        assertThat(database.count("SELECT count(*) FROM a")).isEqualTo(5);
        assertThat(database.count("SELECT count(*) FROM b")).isEqualTo(6);
        append(A, "3");
        log.remove(B);
        database.execute("DELETE FROM a");
        database.execute(change);
        assertThatThrownBy(() -> start("a", Map.of()).drain())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "ALTER TABLE a DROP COLUMN v # has no column v",
                "ALTER TABLE a ADD COLUMN n int NOT NULL # Column n of table a is NOT NULL",
                "ALTER TABLE a DROP COLUMN v, ADD COLUMN v float8 GENERATED ALWAYS AS (id * 2.0) STORED # is generated",
                "ALTER TABLE a RENAME TO old; CREATE VIEW a AS SELECT DISTINCT id, v FROM old # cannot be written",
            })
    void validationReportsATableThatCannotBeWritten(String change, String message) {
        assertThat(validationErrors()).isEmpty();
        database.execute(change);
        assertThat(validationErrors())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("fields.a: ")
                .contains(message);
        database.execute("ALTER TABLE a RENAME TO moved");
        assertThat(validationErrors()).as("a table that does not exist").isEmpty();
    }

    private List<String> validationErrors() {
        return new TimescaleSinkConnector()
                .validate(settings("a", Map.of())).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream().map(message -> value.name() + ": " + message))
                        .toList();
    }

    @Test
    void pausesTheTopicOfATableWithoutPermissionAndNamesTheTable() {
        log.put(B, new ArrayList<>());
        database.execute("GRANT ALL ON b TO " + createRole());
        append(A, "1");
        append(B, "1");
        String url = database.url().replace("user=postgres", "user=" + role);
        try (SinkDriver sink = start("a,b", Map.of("fields.b", "id, v", "connection.url", url))) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                sink.poll();
                assertThat(database.count("SELECT count(*) FROM b")).isEqualTo(1);
                assertThat(sink.context().isPaused(A)).isTrue();
            });
            database.execute("GRANT ALL ON a TO " + role);
            sink.drain(Duration.ofSeconds(30));
        }
        assertThat(database.count("SELECT count(*) FROM a")).isEqualTo(1);
        log.remove(B);
        database.execute("REVOKE ALL ON a FROM " + role);
        append(A, "2");
        assertThatThrownBy(() -> start("a", Map.of("connection.url", url)).drain())
                .hasMessageContaining("table a")
                .hasMessageContaining("SQLSTATE 42501");
    }

    @Test
    void writesWithPrivilegesOnColumnsOnly() {
        database.execute("GRANT INSERT (id, v), SELECT (id, v) ON a TO " + createRole());
        append(A, "1");
        try (SinkDriver sink =
                start("a", Map.of("connection.url", database.url().replace("user=postgres", "user=" + role)))) {
            sink.drain();
        }
        assertThat(database.rows("SELECT id, v FROM a")).containsExactly("0|1");
    }

    @Test
    void writesThroughViewsAndRowSecurityAndIntoIdentityColumns() {
        database.execute("ALTER TABLE a RENAME TO base; CREATE VIEW a AS SELECT id, v FROM base");
        append(A, "1");
        try (SinkDriver sink = start("a", Map.of())) {
            sink.drain();
        }
        assertThat(database.rows("SELECT id, v FROM base")).containsExactly("0|1");

        database.execute("DROP VIEW a; CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v float8)");
        append(A, "2");
        try (SinkDriver sink = start("a", Map.of())) {
            sink.drain();
        }
        log.get(A).add(Records.json("a", 2, "{\"id\":1,\"v\":3}"));
        try (SinkDriver sink = start("a", Map.of())) {
            sink.drain();
        }
        assertThat(database.rows("SELECT id, v FROM a")).containsExactly("1|3");
    }

    @Test
    void reportsRecordsThatARowSecurityPolicyRejects() {
        database.execute("GRANT ALL ON a TO " + createRole()
                + "; ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a WITH CHECK (v < 10)");
        append(A, "1");
        append(A, "11");
        append(A, "2");
        String url = database.url().replace("user=postgres", "user=" + role);
        try (SinkDriver sink = start("a", Map.of("connection.url", url))) {
            sink.drain();
            assertThat(sink.context().reported()).singleElement().satisfies(reported -> assertThat(
                            reported.record().kafkaOffset())
                    .isEqualTo(1));
        }
        assertThat(database.rows("SELECT v FROM a ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void refusesTablesWhoseNamesPostgresCutsToTheSameName() {
        String name = "ü".repeat(31) + "n";
        append(A, "1");
        Map<String, String> settings = Map.of(
                "auto.create", "true", "fields.a", "id::bigint, v::float8", "table.a", name + "1, " + name + "2");

        assertThatThrownBy(() -> start("a", settings).drain())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("have the same first 63 bytes")
                .hasMessageContaining("Set table.a");
        try (SinkDriver sink =
                start("a", Map.of("auto.create", "true", "fields.a", "id::bigint, v::float8", "table.a", name + "3"))) {
            sink.drain();
        }
        assertThat(database.count("SELECT count(*) FROM \"" + name + "\"")).isEqualTo(1);
    }

    private SinkDriver start(String topics, Map<String, String> more) {
        return new SinkDriver(settings(topics, more), log, true);
    }

    private Map<String, String> settings(String topics, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(
                Map.of("name", "sink", "topics", topics, "connection.url", database.url(), "fields.a", "id, v"));
        settings.putAll(more);
        return settings;
    }

    private String createRole() {
        role = "sink_" + UUID.randomUUID().toString().replace("-", "");
        database.execute("CREATE ROLE " + role + " LOGIN; DO $$ BEGIN EXECUTE format('GRANT ALL ON SCHEMA %I TO " + role
                + "', current_schema()); END $$");
        return role;
    }

    private void append(TopicPartition partition, String value) {
        int id = log.get(partition).size();
        log.get(partition).add(Records.json(partition.topic(), id, "{\"id\":" + id + ",\"v\":" + value + "}"));
    }
}
