package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.timescale.error.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@link BatchWriter} isolates what the server rejects, with a scripted connection and scripted row writers. */
class BatchWriterRecoveryTest {

    private static final String TWO_TABLES = "readings, log";

    private final ScriptedDatabase database = new ScriptedDatabase();
    private final List<String> calls = database.calls();

    @Test
    void rejectsAllRowsOfABadRecord() throws SQLException {
        database.fixture = new Fixture(
                "table.readings",
                TWO_TABLES,
                "fields.readings",
                "id, name",
                "fields.readings/log",
                "id, kafka:offset:name");
        database.badRows.put(1, "22003");
        database.writer(false).write(database.batch(record(0), record(1)));

        assertThat(calls)
                .endsWith(
                        "savepoint",
                        "copy readings 0-1",
                        "copy log 0-1",
                        "release",
                        "savepoint",
                        "copy readings 1-2",
                        "rollback to savepoint",
                        "release",
                        "commit");
        assertThat(database.context.reported()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0001", "44000", "54000", "38000", "MY001", "23P01"})
    void bisectsToTheEndWhateverTheNumberOfBadRows(String state) throws SQLException {
        IntStream.range(0, 6).forEach(row -> database.badRows.put(row, state));
        database.writer(false)
                .write(database.batch(
                        record(0), record(1), record(2), record(3), record(4), record(5), record(6), record(7)));

        assertThat(calls).endsWith("copy readings 6-8", "release", "commit");
        assertThat(database.context.reported()).hasSize(6);
    }

    @Test
    void bisectsToTheBadRowAndCommitsTheOthers() throws SQLException {
        database.badRows.put(2, "22003");
        database.writer(false).write(database.batch(record(0), record(1), record(2), record(3)));

        assertThat(calls)
                .containsExactly(
                        "advance {readings-0=4}",
                        "copy readings 0-4",
                        "rollback",
                        "advance {readings-0=4}",
                        "savepoint",
                        "copy readings 0-4",
                        "rollback to savepoint",
                        "release",
                        "savepoint",
                        "copy readings 0-2",
                        "release",
                        "savepoint",
                        "copy readings 2-4",
                        "rollback to savepoint",
                        "release",
                        "savepoint",
                        "copy readings 2-3",
                        "rollback to savepoint",
                        "release",
                        "savepoint",
                        "copy readings 3-4",
                        "release",
                        "commit");
        assertThat(database.context.reported()).singleElement().satisfies(reported -> {
            assertThat(reported.record().kafkaOffset()).isEqualTo(2);
            assertThat(reported.error()).hasMessageContaining("SQLSTATE 22003");
        });
        assertThat(database.fixture.metric("bisects-total")).isEqualTo(1);
    }

    @Test
    void checksConstraintsAfterEachStatementOnceTheyFailedACommit() throws SQLException {
        database.commitOutcomes.add("23503");
        database.writer(false).write(database.batch(record(0), record(1)));

        assertThat(calls)
                .containsExactly(
                        "advance {readings-0=2}",
                        "copy readings 0-2",
                        "commit",
                        "rollback",
                        "advance {readings-0=2}",
                        "savepoint",
                        "copy readings 0-2",
                        "SET CONSTRAINTS ALL IMMEDIATE",
                        "SET CONSTRAINTS ALL DEFERRED",
                        "release",
                        "commit");
    }

    @Test
    void writesEachHalfInItsOwnTransactionAfterALimit() throws SQLException {
        database.outcomes.add("53400");
        database.writer(false).write(database.batch(record(0), record(1), record(2)));

        assertThat(calls)
                .containsExactly(
                        "advance {readings-0=3}",
                        "copy readings 0-3",
                        "rollback",
                        "advance {readings-0=1}",
                        "copy readings 0-1",
                        "commit",
                        "advance {readings-0=3}",
                        "copy readings 1-3",
                        "commit");
        assertThat(database.fixture.metric("batches-total")).isEqualTo(2);
    }

    @Test
    void throwsWhenASingleRecordExceedsALimit() {
        database.outcomes.add("53400");

        assertThatThrownBy(() -> database.writer(false).write(database.batch(record(0))))
                .isInstanceOf(TableException.class);
    }

    @Test
    void failsAfterThreeRowsWithTheSameUnknownError() {
        IntStream.range(0, 4).forEach(row -> database.badRows.put(row, "XX000"));

        assertThatThrownBy(
                        () -> database.writer(false).write(database.batch(record(0), record(1), record(2), record(3))))
                .isInstanceOf(TableException.class)
                .hasMessage("error XX000");
        assertThat(calls).doesNotContain("commit");
        assertThat(database.context.reported()).isEmpty();
    }

    @Test
    void reportsSingleRowsWithAnUnknownError() throws SQLException {
        database.badRows.put(1, "XX000");
        database.writer(false).write(database.batch(record(0), record(1), record(2)));

        assertThat(calls).endsWith("commit");
        assertThat(database.context.reported()).hasSize(1);
    }

    @Test
    void keepsTheReasonOfRowsThatTheDatabaseRejects() throws SQLException {
        database.badRows.put(0, "23514");
        SinkBatch batch = database.batch(record(0), record(1));
        database.writer(false).write(batch);

        assertThat(database.fixture.metric("records-reported-total")).isEqualTo(1);
        assertThat(database.context.reported().get(0).error())
                .extracting("reason")
                .isEqualTo(Reason.REFUSED_BY_DATABASE);
    }

    @Test
    void reportsNothingWhenTheCircuitBreakerOpens() {
        database.fixture = new Fixture("circuit.breaker.share", "0.1", "circuit.breaker.window", "10");
        BatchWriter writer = database.writer(false);

        assertThatThrownBy(() -> writer.write(database.batch(record(0), record(FIRST, 1, "{"), record(FIRST, 2, "["))))
                .isInstanceOf(CircuitOpenException.class)
                .hasMessageContaining("2 of the last 3 records are bad")
                .hasMessageContaining("offset 2 of partition 0");
        assertThat(calls).endsWith("rollback").doesNotContain("commit");
        assertThat(database.context.reported()).isEmpty();
    }

    @Test
    void countsBadRecordsOfAWindowAcrossBatches() throws SQLException {
        database.fixture = new Fixture("circuit.breaker.share", "0.1", "circuit.breaker.window", "10");
        BatchWriter writer = database.writer(false);
        for (int window = 0; window < 3; window++) {
            writer.write(database.batch(record(FIRST, 0, "{"), record(1), record(2), record(3), record(4)));
            writer.write(database.batch(record(5), record(6), record(7), record(8), record(9)));
        }

        writer.write(database.batch(record(FIRST, 10, "{")));
        assertThatThrownBy(() -> writer.write(database.batch(record(FIRST, 11, "{"))))
                .isInstanceOf(CircuitOpenException.class);
    }
}
