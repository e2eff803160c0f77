package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.timescale.offset.FencedException;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** Reactions of the table in {@link BatchWriter}, with a scripted connection and scripted row writers. */
class BatchWriterTest {

    private final ScriptedDatabase database = new ScriptedDatabase();
    private final List<String> calls = database.calls();

    @Test
    void writesOffsetsThenRowsThenCommits() throws SQLException {
        database.writer(false).write(database.batch(record(0), record(1)));

        assertThat(calls).containsExactly("advance {readings-0=2}", "copy readings 0-2", "commit");
        assertThat(database.fixture.metric("batches-total")).isEqualTo(1);
        assertThat(database.fixture.metric("batch-rows-max")).isEqualTo(2);
    }

    @Test
    void commitsTheOffsetsOfABatchWithoutRows() throws SQLException {
        database.writer(false).write(database.batch(record(FIRST, 0, null)));

        assertThat(calls).containsExactly("advance {readings-0=1}", "commit");
    }

    @Test
    void reportsBadRecordsBeforeTheCommit() throws SQLException {
        database.writer(false).write(database.batch(record(0), record(FIRST, 1, "{")));

        assertThat(calls).containsExactly("advance {readings-0=2}", "copy readings 0-1", "commit");
        assertThat(database.context.reported()).hasSize(1);
        assertThat(database.fixture.metric("records-reported-total")).isEqualTo(1);
    }

    @Test
    void doesNotCommitWhenABadRecordCannotBeReported() {
        BatchWriter writer =
                database.writer(false, new BadRecordReporter(null, database.fixture.metrics, database.fixture.time));

        assertThatThrownBy(() -> writer.write(database.batch(record(FIRST, 7, "{\"id\":\"x\"}"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("readings-0@7")
                .hasMessageContaining("column id")
                .hasMessageContaining("errors.deadletterqueue.topic.name");
        assertThat(calls).containsExactly("advance {readings-0=8}");
    }

    @Test
    void repeatsATransactionThatLostADeadlock() throws SQLException {
        database.outcomes.addAll(List.of("40P01", "40001", ""));
        database.writer(false).write(database.batch(record(0)));

        assertThat(calls)
                .containsExactly(
                        "advance {readings-0=1}",
                        "copy readings 0-1",
                        "rollback",
                        "advance {readings-0=1}",
                        "copy readings 0-1",
                        "rollback",
                        "advance {readings-0=1}",
                        "copy readings 0-1",
                        "commit");
        assertThat(database.fixture.time.elapsedMs()).isZero();
    }

    @Test
    void givesUpAfterFiveImmediateRetries() {
        database.outcomes.addAll(List.of("40P01", "40P01", "40P01", "40P01", "40P01", "40P01"));

        assertThatThrownBy(() -> database.writer(false).write(database.batch(record(0))))
                .isInstanceOf(SQLException.class)
                .hasMessage("error 40P01");
        assertThat(calls.stream().filter("rollback"::equals)).hasSize(6);
        assertThat(calls).doesNotContain("commit");
    }

    @Test
    void mergesATableForTheNextBatchesAfterADuplicateKey() throws SQLException {
        database.outcomes.add("23505");
        BatchWriter writer = database.writer(false);
        writer.write(database.batch(record(0)));

        assertThat(calls)
                .containsExactly(
                        "advance {readings-0=1}",
                        "copy readings 0-1",
                        "rollback",
                        "advance {readings-0=1}",
                        "merge readings 0-1",
                        "commit");
        for (int i = 1; i < 64; i++) {
            writer.write(database.batch(record(i)));
        }
        assertThat(calls.stream().filter("merge readings 0-1"::equals)).hasSize(64);
        writer.write(database.batch(record(64)));
        assertThat(calls).endsWith("copy readings 0-1", "commit");
    }

    @Test
    void continuesToMergeATableWhoseRowsAreReplaced() throws SQLException {
        database.outcomes.add("23505");
        database.rowsExist = true;
        BatchWriter writer = database.writer(false);
        for (int i = 0; i < 300; i++) {
            writer.write(database.batch(record(i)));
        }
        assertThat(calls.stream().filter("copy readings 0-1"::equals)).hasSize(1);

        database.rowsExist = false;
        for (int i = 300; i < 400; i++) {
            writer.write(database.batch(record(i)));
        }
        assertThat(calls).endsWith("copy readings 0-1", "commit");
    }

    @Test
    void batchesWithoutRowsOfATableDoNotChangeHowItIsWritten() throws SQLException {
        database.outcomes.add("23505");
        BatchWriter writer = database.writer(false);
        writer.write(database.batch(record(0)));
        SinkBatch withoutRows = database.batch(record(1));
        for (int i = 0; i < 100; i++) {
            withoutRows.clear();
            writer.write(withoutRows);
        }
        calls.clear();

        writer.write(database.batch(record(2)));

        assertThat(calls).contains("merge readings 0-1");
    }

    @Test
    void alwaysMergesIfEveryRowCanExist() throws SQLException {
        database.writer(true).write(database.batch(record(0)));

        assertThat(calls).containsExactly("advance {readings-0=1}", "merge readings 0-1", "commit");
    }

    @Test
    void mergesTablesWithColumnsWithoutABinaryEncoder() throws SQLException {
        database.fixture = new Fixture("fields.readings", "id, host");
        database.writer(false).write(database.batch(record(0)));

        assertThat(calls).containsExactly("advance {readings-0=1}", "merge readings 0-1", "commit");
    }

    @Test
    void writesNothingWhenATableHasChanged() {
        database.changed = true;

        assertThatThrownBy(() -> database.writer(false).write(database.batch(record(0))))
                .isInstanceOf(TablesChangedException.class);
        assertThat(calls).containsExactly("advance {readings-0=1}", "rollback");
    }

    @Test
    void doesNotRollBackAfterALostConnection() {
        database.outcomes.add("08006");

        assertThatThrownBy(() -> database.writer(false).write(database.batch(record(0))))
                .isInstanceOf(SQLException.class);
        assertThat(calls).containsExactly("advance {readings-0=1}", "copy readings 0-1");
    }

    @Test
    void throwsWhenTheSchemaHasChanged() {
        database.outcomes.add("42703");

        assertThatThrownBy(() -> database.writer(false).write(database.batch(record(0))))
                .isInstanceOf(SQLException.class);
        assertThat(calls).containsExactly("advance {readings-0=1}", "copy readings 0-1", "rollback");
    }

    @Test
    void writesNoRowsOfAFencedPartition() {
        database.fenced = true;

        assertThatThrownBy(() -> database.writer(false).write(database.batch(record(0))))
                .isInstanceOf(FencedException.class);
        assertThat(calls).containsExactly("advance {readings-0=1}");
    }
}
