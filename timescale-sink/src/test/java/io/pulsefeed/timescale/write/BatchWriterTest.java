package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.record;
import static io.pulsefeed.timescale.write.Fixture.sqlError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.timescale.FakeSinkContext;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.offset.FencedException;
import io.pulsefeed.timescale.offset.OffsetStore;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Reactions of the table in {@link BatchWriter}, with a scripted connection and scripted row writers. */
class BatchWriterTest {

    private static final String TWO_TABLES = "readings, log";

    private final List<String> calls = new ArrayList<>();
    /** SQLSTATEs of the next statements; an empty string is a success. */
    private final Queue<String> outcomes = new ArrayDeque<>();
    /** Rows of {@code readings} that every statement fails on, by record number. */
    private final Map<Integer, String> badRows = new HashMap<>();

    private final FakeSinkContext context = new FakeSinkContext(true);
    private Fixture fixture = new Fixture();
    private boolean fenced;

    @Test
    void writesOffsetsThenRowsThenCommits() throws SQLException {
        writer(false).write(batch(record(0), record(1)));

        assertThat(calls).containsExactly("advance {readings-0=2}", "copy readings 0-2", "commit");
        assertThat(fixture.metric("batches-total")).isEqualTo(1);
        assertThat(fixture.metric("batch-rows-max")).isEqualTo(2);
    }

    @Test
    void commitsTheOffsetsOfABatchWithoutRows() throws SQLException {
        writer(false).write(batch(record(FIRST, 0, null)));

        assertThat(calls).containsExactly("advance {readings-0=1}", "commit");
    }

    @Test
    void reportsBadRecordsBeforeTheCommit() throws SQLException {
        writer(false).write(batch(record(0), record(FIRST, 1, "{")));

        assertThat(calls).containsExactly("advance {readings-0=2}", "copy readings 0-1", "commit");
        assertThat(context.reported()).hasSize(1);
        assertThat(fixture.metric("records-reported-total")).isEqualTo(1);
    }

    @Test
    void doesNotCommitWhenABadRecordCannotBeReported() {
        BatchWriter writer = writer(false, new BadRecordReporter(null, fixture.metrics, fixture.time));

        assertThatThrownBy(() -> writer.write(batch(record(FIRST, 7, "{"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("readings-0@7")
                .hasMessageContaining("errors.deadletterqueue.topic.name");
        assertThat(calls).containsExactly("advance {readings-0=8}");
    }

    @Test
    void repeatsATransactionThatLostADeadlock() throws SQLException {
        outcomes.addAll(List.of("40P01", "40001", ""));
        writer(false).write(batch(record(0)));

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
        assertThat(fixture.time.elapsedMs()).isZero();
    }

    @Test
    void givesUpAfterFiveImmediateRetries() {
        outcomes.addAll(List.of("40P01", "40P01", "40P01", "40P01", "40P01", "40P01"));

        assertThatThrownBy(() -> writer(false).write(batch(record(0))))
                .isInstanceOf(SQLException.class)
                .hasMessage("error 40P01");
        assertThat(calls.stream().filter("rollback"::equals)).hasSize(6);
        assertThat(calls).doesNotContain("commit");
    }

    @Test
    void mergesATableForTheNextBatchesAfterADuplicateKey() throws SQLException {
        outcomes.add("23505");
        BatchWriter writer = writer(false);
        writer.write(batch(record(0)));

        assertThat(calls)
                .containsExactly(
                        "advance {readings-0=1}",
                        "copy readings 0-1",
                        "rollback",
                        "advance {readings-0=1}",
                        "merge readings 0-1",
                        "commit");
        for (int i = 1; i < 64; i++) {
            writer.write(batch(record(i)));
        }
        assertThat(calls.stream().filter("merge readings 0-1"::equals)).hasSize(64);
        writer.write(batch(record(64)));
        assertThat(calls).endsWith("copy readings 0-1", "commit");
    }

    @Test
    void alwaysMergesIfEveryRowCanExist() throws SQLException {
        writer(true).write(batch(record(0)));

        assertThat(calls).containsExactly("advance {readings-0=1}", "merge readings 0-1", "commit");
    }

    @Test
    void mergesTablesWithColumnsWithoutABinaryEncoder() throws SQLException {
        fixture = new Fixture("fields.readings", "id, host");
        writer(false).write(batch(record(0)));

        assertThat(calls).containsExactly("advance {readings-0=1}", "merge readings 0-1", "commit");
    }

    @Test
    void bisectsToTheBadRowAndCommitsTheOthers() throws SQLException {
        badRows.put(2, "22003");
        writer(false).write(batch(record(0), record(1), record(2), record(3)));

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
        assertThat(context.reported()).singleElement().satisfies(reported -> {
            assertThat(reported.record().kafkaOffset()).isEqualTo(2);
            assertThat(reported.error()).hasMessageContaining("SQLSTATE 22003");
        });
        assertThat(fixture.metric("bisects-total")).isEqualTo(1);
    }

    @Test
    void writesABatchAgainWithoutTheOtherRowsOfABadRecord() throws SQLException {
        fixture = new Fixture(
                "table.readings",
                TWO_TABLES,
                "fields.readings",
                "id, name",
                "fields.readings/log",
                "id, kafka:offset:name");
        badRows.put(1, "22003");
        writer(false).write(batch(record(0), record(1)));

        assertThat(calls).endsWith("rollback", "advance {readings-0=2}", "copy readings 0-1", "copy log 0-1", "commit");
        assertThat(context.reported()).hasSize(1);
    }

    @Test
    void failsAfterThreeRowsWithTheSameUnknownError() {
        IntStream.range(0, 4).forEach(row -> badRows.put(row, "XX000"));

        assertThatThrownBy(() -> writer(false).write(batch(record(0), record(1), record(2), record(3))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("rejected 3 rows in a row with SQLSTATE XX000");
        assertThat(calls).doesNotContain("commit");
        assertThat(context.reported()).isEmpty();
    }

    @Test
    void reportsSingleRowsWithAnUnknownError() throws SQLException {
        badRows.put(1, "XX000");
        writer(false).write(batch(record(0), record(1), record(2)));

        assertThat(calls).endsWith("commit");
        assertThat(context.reported()).hasSize(1);
    }

    @Test
    void doesNotRollBackAfterALostConnection() {
        outcomes.add("08006");

        assertThatThrownBy(() -> writer(false).write(batch(record(0)))).isInstanceOf(SQLException.class);
        assertThat(calls).containsExactly("advance {readings-0=1}", "copy readings 0-1");
    }

    @Test
    void throwsWhenTheSchemaHasChanged() {
        outcomes.add("42703");

        assertThatThrownBy(() -> writer(false).write(batch(record(0)))).isInstanceOf(SQLException.class);
        assertThat(calls).containsExactly("advance {readings-0=1}", "copy readings 0-1", "rollback");
    }

    @Test
    void writesNoRowsOfAFencedPartition() {
        fenced = true;

        assertThatThrownBy(() -> writer(false).write(batch(record(0)))).isInstanceOf(FencedException.class);
        assertThat(calls).containsExactly("advance {readings-0=1}");
    }

    @Test
    void keepsTheReasonOfRowsThatTheDatabaseRejects() throws SQLException {
        badRows.put(0, "23514");
        SinkBatch batch = batch(record(0), record(1));
        writer(false).write(batch);

        assertThat(fixture.metric("records-reported-total")).isEqualTo(1);
        assertThat(context.reported().get(0).error()).extracting("reason").isEqualTo(Reason.REFUSED_BY_DATABASE);
    }

    private SinkBatch batch(SinkRecord... records) {
        SinkBatch batch = new SinkBatch();
        var encoder = fixture.encoder();
        for (SinkRecord record : records) {
            if (record.value() == null) {
                batch.addWithoutRows(record);
            } else {
                batch.add(record, encoder);
            }
            batch.advance(FIRST, record.kafkaOffset() + 1);
        }
        return batch;
    }

    private BatchWriter writer(boolean alwaysMerge) {
        return writer(
                alwaysMerge, new BadRecordReporter(context.errantRecordReporter(), fixture.metrics, fixture.time));
    }

    private BatchWriter writer(boolean alwaysMerge, BadRecordReporter reporter) {
        return new BatchWriter(
                connection(),
                new RecordingOffsets(),
                reporter,
                (table, from, to) -> written("copy", table, from, to),
                (table, from, to) -> written("merge", table, from, to),
                alwaysMerge,
                fixture.metrics,
                fixture.time);
    }

    private void written(String path, TableBuffer table, int from, int to) throws SQLException {
        calls.add(path + " " + table.layout().table() + " " + from + "-" + to);
        String state = outcomes.isEmpty() ? "" : outcomes.remove();
        if (!state.isEmpty()) {
            throw sqlError(state);
        }
        for (int row = from; row < to && table.layout().table().equals(Fixture.TOPIC); row++) {
            String rowState = badRows.get(table.recordOf(row));
            if (rowState != null) {
                throw sqlError(rowState);
            }
        }
    }

    private Connection connection() {
        Savepoint savepoint = (Savepoint) Proxy.newProxyInstance(
                Savepoint.class.getClassLoader(), new Class<?>[] {Savepoint.class}, (proxy, method, arguments) -> null);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setSavepoint" -> {
                            calls.add("savepoint");
                            return savepoint;
                        }
                        case "releaseSavepoint" -> calls.add("release");
                        case "rollback" -> calls.add(arguments == null ? "rollback" : "rollback to savepoint");
                        case "commit" -> calls.add("commit");
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private final class RecordingOffsets implements OffsetStore {

        @Override
        public Map<TopicPartition, Long> claim(Collection<TopicPartition> partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<TopicPartition, Long> reclaim(Collection<TopicPartition> partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void advance(Map<TopicPartition, Long> nextOffsets) {
            calls.add("advance " + nextOffsets);
            if (fenced) {
                throw new FencedException(FIRST, "sink");
            }
        }
    }
}
