package io.pulsefeed.cli.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseException;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.StubCommunity;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deletes one of two patients who wear the same devices. */
class PatientDeletionIT {

    /** Two patients wear one device in turn during one session, the first of them twice; the second device has no patient. */
    private static final String DATA =
            """
            INSERT INTO emotibit_packet (timestamp, device_id, session_id, patient_id, packet_number, type_tag, packet) VALUES
              ('2026-01-01 10:00Z', 'D1', 'S1', 'P7', 1, 'PR', '1'), ('2026-01-01 10:01Z', 'D1', 'S1', 'P7', 2, 'PR', '2'),
              ('2026-01-01 11:00Z', 'D1', 'S1', 'P8', 3, 'PR', '3'), ('2026-01-01 12:00Z', 'D1', 'S1', 'P7', 4, 'PR', '4'),
              ('2026-01-01 12:00:01Z', 'D1', 'S1', 'P8', 5, 'PR', '5'), ('2026-01-01 10:00Z', 'D2', 'S1', NULL, 1, 'PR', '6');
            CREATE TABLE emotibit_sample_rows (LIKE emotibit_sample);
            INSERT INTO emotibit_sample_rows (timestamp, device_id, session_id, type_tag, packet_number, sample_index, value)
              SELECT timestamp - (1 - i) * interval '2 s', device_id, session_id, type_tag, packet_number, i, 1.5
              FROM emotibit_packet, generate_series(0, 1) i;
            INSERT INTO emotibit_metric (timestamp, device_id, patient_id, metric_name, metric_value) VALUES
              ('2026-01-01 10:00Z', 'D1', 'P7', 'bpm', 60), ('2026-01-01 11:00Z', 'D1', 'P8', 'bpm', 61);
            INSERT INTO emotibit_event (timestamp, device_id, session_id, event) VALUES
              ('2026-01-01 10:00:30Z', 'D1', 'S1', 'note'), ('2026-01-01 11:00Z', 'D1', 'S1', 'gap'),
              ('2026-01-01 10:00:40Z', 'D1', NULL, 'battery'), ('2026-01-01 10:00:30Z', 'D2', 'S1', 'note');
            -- Tables of a later release and of a user.
            CREATE TABLE emotibit_session (session_id text, patient_id text);
            INSERT INTO emotibit_session VALUES ('S1', 'P7'), ('S1', 'P8');
            CREATE TABLE appointments (patient_id text);
            INSERT INTO appointments VALUES ('P7');
            """;

    /** The server rejects a DELETE of more than 1500 rows, unless its limit is removed. */
    private static final String REJECT =
            """
            CREATE FUNCTION reject() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF (SELECT count(*) FROM gone) > 1500
                  AND current_setting('timescaledb.max_tuples_decompressed_per_dml_transaction') <> '0' THEN
                RAISE 'tuple decompression limit exceeded by operation' USING ERRCODE = '53400';
              END IF;
              INSERT INTO statements SELECT count(*) FROM gone;
              RETURN NULL;
            END $$;
            CREATE TABLE statements (rows bigint);
            CREATE TRIGGER reject AFTER DELETE ON emotibit_metric REFERENCING OLD TABLE AS gone
              FOR EACH STATEMENT EXECUTE FUNCTION reject();
            """;

    @Test
    void deletesOnlyTheRowsOfThatPatientOnPostgres() throws IOException {
        try (TestDatabase postgres = TestDatabase.startPlainPostgres()) {
            assertDeletesOnlyTheRowsOfThatPatient(postgres);
        }
    }

    @Test
    void deletesOnlyTheRowsOfThatPatientFromHypertables() throws IOException {
        TestDatabase server = TestDatabase.fresh();
        server.require("deletion of a patient from hypertables", TestEdition.APACHE, TestEdition.COMMUNITY);
        assertDeletesOnlyTheRowsOfThatPatient(server);
    }

    private static void assertDeletesOnlyTheRowsOfThatPatient(TestDatabase server) throws IOException {
        createTables(server);
        server.execute(DATA);
        // The view includes the rows of 0.1.0 if their table exists when it is created.
        server.execute(Checkout.text("database/tables/emotibit_sample.sql"));
        try (Database database = connect(server)) {
            Map<String, Long> rows = Map.of(
                    "emotibit_packet", 3L,
                    "emotibit_sample_rows", 6L,
                    "emotibit_metric", 1L,
                    "emotibit_event", 2L,
                    "emotibit_session", 1L);
            DeletionPlan plan = DeletionPlan.of(database, "P7");
            assertThat(plan.rowsByTable()).isEqualTo(rows);
            assertThat(EmotiBitTable.others(database)).containsExactly("appointments");
            assertThat(DeletionPlan.of(database, "P7' OR true --").steps()).isEmpty();

            assertThat(new PatientDeletion(database, done -> {}).run(plan)).isEqualTo(rows);
            assertThat(DeletionPlan.of(database, "P7").steps()).isEmpty();
        }
        assertThat(server.rows("SELECT packet FROM emotibit_packet ORDER BY 1")).containsExactly("3", "5", "6");
        assertThat(server.rows("SELECT device_id || packet_number FROM emotibit_sample ORDER BY 1"))
                .containsExactly("D13", "D13", "D15", "D15", "D21", "D21");
        assertThat(server.rows("SELECT patient_id FROM emotibit_metric")).containsExactly("P8");
        assertThat(server.rows("SELECT device_id, event FROM emotibit_event ORDER BY 1"))
                .containsExactly("D1|gap", "D2|note");
        assertThat(server.rows("SELECT patient_id FROM emotibit_session")).containsExactly("P8");
        assertThat(server.rows("SELECT patient_id FROM appointments")).containsExactly("P7");
    }

    @Test
    void staysBelowTheLimitOfTheServerInEachStatement() throws IOException {
        try (StubCommunity stub = new StubCommunity()) {
            TestDatabase server = stub.database();
            createTables(server);
            server.execute(
                    """
                    INSERT INTO emotibit_metric (timestamp, device_id, patient_id, metric_name, metric_value)
                      SELECT timestamptz '2026-01-01Z' + i / 2 * interval '1 s', 'D1', CASE WHEN i < 9000 THEN 'P7' ELSE 'P8' END,
                        'm' || i % 2, i FROM generate_series(0, 9999) i;
                    INSERT INTO emotibit_metric (timestamp, device_id, patient_id, metric_name, metric_value)
                      SELECT '2026-02-01Z', 'D1', 'P7', 'n' || i, i FROM generate_series(1, 2000) i""");
            server.execute(REJECT);

            limit(server, 4000);
            try (Database database = connect(server)) {
                DeletionPlan plan = DeletionPlan.of(database, "P7");
                assertThat(plan.limit()).isEqualTo(1000);
                assertThat(plan.steps()).hasSize(10);
                assertThatThrownBy(() -> database.update("DELETE FROM emotibit_metric WHERE patient_id = 'P7'"))
                        .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.sqlState())
                                .isEqualTo("53400"));
            }
            // Larger steps than the server accepts are split; rows of one time cannot be.
            limit(server, 20_000);
            try (Database database = connect(server)) {
                DeletionPlan plan = DeletionPlan.of(database, "P7");
                assertThat(plan.limit()).isEqualTo(5000);
                assertThat(new PatientDeletion(database, done -> {}).run(plan))
                        .isEqualTo(Map.of("emotibit_metric", 11_000L));
            }
            assertThat(server.rows("SELECT patient_id, count(*) FROM emotibit_metric GROUP BY 1"))
                    .containsExactly("P8|1000");
            assertThat(server.rows("SELECT rows FROM statements WHERE rows > 1500"))
                    .containsExactly("2000");
        }
    }

    @Test
    void refreshesAggregatesOfTheDeletedTime() throws IOException {
        try (StubCommunity stub = new StubCommunity()) {
            TestDatabase server = stub.database();
            createTables(server);
            server.execute(
                    """
                    CREATE TABLE beats (bucket timestamptz, device_id text, beats bigint);
                    INSERT INTO stub.aggregates VALUES ('beats', 'emotibit_metric',
                      'SELECT date_trunc(''hour'', timestamp), device_id, count(*) FROM emotibit_metric WHERE timestamp >= $1'
                      ' AND timestamp < $2 GROUP BY 1, 2');
                    INSERT INTO emotibit_metric (timestamp, device_id, patient_id, metric_name, metric_value) VALUES
                      ('2026-01-01 10:10Z', 'D1', 'P7', 'bpm', 60), ('2026-01-01 10:40Z', 'D1', 'P8', 'bpm', 61),
                      ('2026-01-01 12:00Z', 'D1', 'P7', 'bpm', 61);
                    INSERT INTO beats VALUES ('2025-06-01Z', 'D1', 7), ('2026-01-01 10:00Z', 'D1', 2), ('2026-01-01 12:00Z', 'D1', 1)""");
            try (Database database = connect(server)) {
                DeletionPlan plan = DeletionPlan.of(database, "P7");
                PatientAggregates aggregates = PatientAggregates.of(database, plan);
                assertThat(aggregates.names()).containsExactly("beats");
                new PatientDeletion(database, done -> {}).run(plan);
                assertThat(aggregates.refresh()).isEmpty();
            }
            assertThat(server.rows("SELECT bucket AT TIME ZONE 'UTC', beats FROM beats ORDER BY 1"))
                    .containsExactly("2025-06-01 00:00:00|7", "2026-01-01 10:00:00|1");
        }
    }

    private static void limit(TestDatabase server, long rows) {
        server.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET"
                + " timescaledb.max_tuples_decompressed_per_dml_transaction = " + rows
                + "', current_database()); END $$");
    }

    private static void createTables(TestDatabase server) throws IOException {
        for (Path table : Checkout.files("database/tables", ".sql")) {
            if (table.getFileName().toString().startsWith("emotibit")) {
                server.execute(Files.readString(table));
            }
        }
    }

    private static Database connect(TestDatabase server) {
        return Database.connect(server.url(), server.user(), server.password());
    }
}
