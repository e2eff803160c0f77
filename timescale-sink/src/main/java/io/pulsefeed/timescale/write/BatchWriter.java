package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.offset.OffsetStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch in one transaction: first the offsets, because their row locks detect a zombie task early, then the rows.
 *
 * <pre>
 * error of an attempt                           reaction, after ROLLBACK
 * connection lost                               throw: the outcome is unknown (no ROLLBACK)
 * duplicate key, table uses COPY                write the table with INSERT .. ON CONFLICT, now and for the next 64 batches
 * bad row, duplicate key, unknown, first time   repeat with bisection, report the bad rows
 * deadlock, serialization failure               repeat at once, up to 5 times
 * any other, or any of these again              throw
 * </pre>
 */
final class BatchWriter {

    /** Number of batches that use the merge path after a conflict; otherwise each batch of a replay would fail first. */
    private static final int MERGED_BATCHES = 64;

    private static final int MAX_IMMEDIATE_RETRIES = 5;

    private final Connection connection;
    private final OffsetStore offsets;
    private final BadRecordReporter reporter;
    private final RowWriter copy;
    private final RowWriter merge;
    private final boolean alwaysMerge;
    private final SinkMetrics metrics;
    private final MonotonicClock clock;
    private final Map<String, Integer> mergesLeft = new HashMap<>();
    /** The table that is being written; null outside the row statements. */
    private @Nullable String table;

    /**
     * @param copy writes new rows
     * @param merge writes rows that can already exist
     * @param alwaysMerge whether rows of any batch can already exist
     */
    BatchWriter(
            Connection connection,
            OffsetStore offsets,
            BadRecordReporter reporter,
            RowWriter copy,
            RowWriter merge,
            boolean alwaysMerge,
            SinkMetrics metrics,
            MonotonicClock clock) {
        this.connection = connection;
        this.offsets = offsets;
        this.reporter = reporter;
        this.copy = copy;
        this.merge = merge;
        this.alwaysMerge = alwaysMerge;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * @throws SQLException if the outcome is unknown or the batch cannot be written now; the caller must read the offsets again
     * @throws io.pulsefeed.timescale.offset.FencedException if another task owns a partition; the caller must close the
     *     connection, which rolls back
     */
    void write(SinkBatch batch) throws SQLException {
        batch.tables().forEach(TableBuffer::compact);
        int retries = 0;
        boolean bisect = false;
        while (true) {
            try {
                attempt(batch, bisect);
                return;
            } catch (SQLException e) {
                SqlErrorKind kind = SqlErrorKind.of(e);
                if (kind == SqlErrorKind.CONNECTION_LOST) {
                    throw e;
                }
                connection.rollback();
                metrics.addRetry(e.getSQLState());
                if (kind == SqlErrorKind.DUPLICATE_KEY && table != null && !usesMerge(table)) {
                    mergesLeft.put(table, MERGED_BATCHES);
                } else if (BisectingWriter.canBeBadRow(kind) && table != null && !bisect) {
                    bisect = true;
                    metrics.addBisect();
                } else if (kind != SqlErrorKind.RETRY_NOW || ++retries > MAX_IMMEDIATE_RETRIES) {
                    throw e;
                }
            }
        }
    }

    private void attempt(SinkBatch batch, boolean bisect) throws SQLException {
        long startMonoNs = clock.nowNs();
        table = null;
        offsets.advance(batch.nextOffsets());
        BisectingWriter bisecting = new BisectingWriter(connection, this::writeRange);
        for (TableBuffer rows : batch.tables()) {
            if (rows.rows() > 0) {
                table = rows.layout().table();
                if (bisect) {
                    bisecting.write(rows);
                } else {
                    writeRange(rows, 0, rows.rows());
                }
            }
        }
        table = null;
        if (bisect && removeBad(batch, bisecting.bad())) {
            connection.rollback();
            attempt(batch, false);
            return;
        }
        reporter.report(batch.takeBadRecords());
        long commitMonoNs = clock.nowNs();
        connection.commit();
        long endMonoNs = clock.nowNs();
        metrics.addFlush(endMonoNs - startMonoNs, endMonoNs - commitMonoNs);
        metrics.addCommitted(batch.rows(), batch.repeatedKeys(), batch.newestEpochMicros());
        batch.tables()
                .forEach(rows ->
                        mergesLeft.computeIfPresent(rows.layout().table(), (name, left) -> left > 1 ? left - 1 : null));
    }

    /**
     * Removes the rejected records from the batch.
     *
     * @return whether other rows of these records were already written, so that the batch must be written again
     */
    private static boolean removeBad(SinkBatch batch, Map<Integer, BadRecordException> bad) {
        if (bad.isEmpty()) {
            return false;
        }
        Set<Integer> rejected = bad.keySet();
        long rowsOfRejected =
                batch.tables().stream().mapToLong(rows -> rows.rowsOf(rejected)).sum();
        bad.forEach(batch::reject);
        batch.tables().forEach(rows -> rows.retain(row -> !rejected.contains(rows.recordOf(row))));
        return rowsOfRejected > rejected.size();
    }

    private boolean usesMerge(String name) {
        return alwaysMerge || mergesLeft.containsKey(name);
    }

    private void writeRange(TableBuffer rows, int from, int to) throws SQLException {
        TableLayout layout = rows.layout();
        boolean merges = !layout.copyable() || usesMerge(layout.table()) && layout.keyColumns() > 0;
        (merges ? merge : copy).write(rows, from, to);
    }
}
