package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.record;
import static io.pulsefeed.timescale.write.Fixture.sqlError;

import io.pulsefeed.timescale.FakeSinkContext;
import io.pulsefeed.timescale.offset.FencedException;
import io.pulsefeed.timescale.offset.OffsetStore;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A connection and row writers that record their calls and fail those that the test scripts. */
final class ScriptedDatabase {

    private final List<String> calls = new ArrayList<>();
    /** SQLSTATEs of the next statements; an empty string is a success. */
    final Queue<String> outcomes = new ArrayDeque<>();
    /** Rows of {@code readings} that every statement fails on, by record number. */
    final Map<Integer, String> badRows = new HashMap<>();

    final FakeSinkContext context = new FakeSinkContext(true);
    Fixture fixture = new Fixture();
    /** SQLSTATEs of the next commits. */
    final Queue<String> commitOutcomes = new ArrayDeque<>();

    /** Whether the server reports that merged rows existed. */
    boolean rowsExist;

    boolean fenced;
    boolean changed;

    List<String> calls() {
        return calls;
    }

    SinkBatch batch(SinkRecord... records) {
        SinkBatch batch = new SinkBatch(fixture.config.delivery().batchMaxBytes());
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

    BatchWriter writer(boolean alwaysMerge) {
        return writer(
                alwaysMerge, new BadRecordReporter(context.errantRecordReporter(), fixture.metrics, fixture.time));
    }

    BatchWriter writer(boolean alwaysMerge, BadRecordReporter reporter) {
        WritePaths paths = new WritePaths(alwaysMerge);
        return new BatchWriter(
                connection(),
                new RecordingOffsets(),
                tables -> {
                    if (changed) {
                        throw new TablesChangedException(tables);
                    }
                },
                reporter,
                TransactionLedger.NONE,
                new CircuitBreaker(fixture.config.breaker()),
                (table, from, to) -> written("copy", table, from, to),
                (table, from, to) -> {
                    written("merge", table, from, to);
                    if (paths.needsExisting(table.layout().table())) {
                        paths.onMerged(table.layout().table(), rowsExist ? to - from : 0);
                    }
                },
                (table, from, to) -> written("delete", table, from, to),
                paths,
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
                        case "commit" -> {
                            calls.add("commit");
                            if (!commitOutcomes.isEmpty()) {
                                throw sqlError(commitOutcomes.remove());
                            }
                        }
                        case "createStatement" -> {
                            return statement();
                        }
                        default -> throw new AssertionError("unexpected call of " + method.getName());
                    }
                    return null;
                });
    }

    private Statement statement() {
        return (Statement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("execute")) {
                        calls.add((String) arguments[0]);
                        return false;
                    }
                    return null;
                });
    }

    private final class RecordingOffsets implements OffsetStore {

        @Override
        public Map<TopicPartition, Long> claim(Collection<TopicPartition> partitions) {
            throw new AssertionError("a batch is written without claiming partitions");
        }

        @Override
        public Map<TopicPartition, Long> reclaim(Collection<TopicPartition> partitions) {
            throw new AssertionError("a batch is written without claiming partitions");
        }

        @Override
        public void advance(Map<TopicPartition, Long> nextOffsets) {
            calls.add("advance " + nextOffsets);
            if (fenced) {
                throw FencedException.ownedByAnotherTask(FIRST, "sink");
            }
        }
    }
}
