package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.Operation;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.offset.OffsetStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch in one transaction: first the offsets, because their row locks detect a zombie task early, then the rows.
 *
 * <pre>
 * error of an attempt                            reaction, after ROLLBACK
 * connection lost                                throw: the outcome is unknown (no ROLLBACK)
 * duplicate key, table uses COPY                 write the table with INSERT .. ON CONFLICT, now and as long as WritePaths says
 * key twice in a statement, first time           write the table in the order of arrival, in smaller statements
 * rejected by a deferred constraint at COMMIT    check constraints after each statement, for the life of the connection
 * bad row, any of the three again, unknown       repeat with bisection, report the bad records
 * too large for one transaction                  write each half in its own transaction
 * deadlock, serialization failure                repeat at once, up to 5 times
 * any other, or any of these again               throw
 * </pre>
 */
final class BatchWriter {

    private static final int MAX_IMMEDIATE_RETRIES = 5;

    private final Connection connection;
    private final OffsetStore offsets;
    private final TableGuard guard;
    private final BadRecordReporter reporter;
    private final TransactionLedger ledger;
    private final CircuitBreaker breaker;
    private final RowWriter copy;
    private final RowWriter merge;
    private final RowWriter delete;
    private final WritePaths paths;
    private final SinkMetrics metrics;
    private final MonotonicClock clock;
    private boolean checksDeferredConstraints;
    /** The table that is being written; null outside the row statements. */
    private @Nullable String table;

    private boolean committing;

    /**
     * @param copy writes new rows
     * @param merge writes rows that can already exist
     */
    BatchWriter(
            Connection connection,
            OffsetStore offsets,
            TableGuard guard,
            BadRecordReporter reporter,
            TransactionLedger ledger,
            CircuitBreaker breaker,
            RowWriter copy,
            RowWriter merge,
            RowWriter delete,
            WritePaths paths,
            SinkMetrics metrics,
            MonotonicClock clock) {
        this.connection = connection;
        this.offsets = offsets;
        this.guard = guard;
        this.reporter = reporter;
        this.ledger = ledger;
        this.breaker = breaker;
        this.copy = copy;
        this.merge = merge;
        this.delete = delete;
        this.paths = paths;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * @throws TableException if a table cannot be written, whatever the row
     * @throws TablesChangedException if the batch was encoded for an earlier definition of a table
     * @throws CircuitOpenException if too many records are bad; nothing of the transaction is written
     * @throws SQLException if the outcome is unknown or the batch cannot be written now; the caller must read the offsets again
     * @throws io.pulsefeed.timescale.offset.FencedException if another task owns a partition; the caller must close the
     *     connection, which rolls back
     */
    void write(SinkBatch batch) throws SQLException {
        batch.tables().forEach(TableBuffer::compact);
        write(batch, new RecordRange(0, batch.size()));
        paths.onWritten(batch);
    }

    private void write(SinkBatch batch, RecordRange range) throws SQLException {
        int retries = 0;
        boolean bisect = false;
        while (true) {
            try {
                attempt(batch, range, bisect);
                return;
            } catch (CircuitOpenException e) {
                connection.rollback();
                throw e;
            } catch (SQLException e) {
                SqlErrorKind kind = SqlErrorKind.of(e);
                if (kind == SqlErrorKind.CONNECTION_LOST) {
                    throw e;
                }
                connection.rollback();
                metrics.addRetry(e.getSQLState());
                if (kind == SqlErrorKind.TOO_LARGE && range.size() > 1) {
                    // A row of the first half can be replaced by one of the second half, which the server can still
                    // reject.
                    batch.tables().forEach(TableBuffer::restore);
                    write(batch, range.firstHalf());
                    write(batch, range.secondHalf());
                    return;
                }
                if (table != null && paths.change(table, kind)) {
                    continue;
                }
                boolean deferred = committing && !checksDeferredConstraints;
                if (kind.canBeBadRow() && (deferred || table != null && !bisect)) {
                    checksDeferredConstraints |= deferred;
                    bisect = true;
                    batch.tables().forEach(TableBuffer::restore);
                    metrics.addBisect();
                } else if (kind != SqlErrorKind.RETRY_NOW || ++retries > MAX_IMMEDIATE_RETRIES) {
                    throw e;
                }
            }
        }
    }

    private void attempt(SinkBatch batch, RecordRange range, boolean bisect) throws SQLException {
        long startMonoNs = clock.nowNs();
        table = null;
        committing = false;
        offsets.advance(batch.nextOffsets(range));
        batch.tables().forEach(TableBuffer::clearExisted);
        guard.check(batch.tablesToCheck());
        if (bisect) {
            BisectingWriter bisecting = new BisectingWriter(connection, part -> writeChecked(batch, part), paths);
            bisecting.write(range);
            batch.reject(bisecting.bad());
        } else {
            writeRows(batch, range);
        }
        CircuitBreaker.Counts counts = breaker.count(batch, range);
        Runnable onCommitted = ledger.write(batch, range);
        reporter.report(batch.takeBadRecords(range));
        long commitMonoNs = clock.nowNs();
        committing = true;
        connection.commit();
        committing = false;
        breaker.onCommitted(counts);
        onCommitted.run();
        long endMonoNs = clock.nowNs();
        metrics.addFlush(endMonoNs - startMonoNs, endMonoNs - commitMonoNs);
        metrics.addCommitted(
                rows(batch, range), range.from() == 0 ? batch.repeatedKeys() : 0, batch.newestEpochMicros());
    }

    private static long rows(SinkBatch batch, RecordRange range) {
        return batch.tables().stream()
                .mapToLong(rows -> rows.firstRowOf(range.to()) - rows.firstRowOf(range.from()))
                .sum();
    }

    private void writeRows(SinkBatch batch, RecordRange range) throws SQLException {
        for (TableBuffer rows : batch.tables()) {
            int from = rows.firstRowOf(range.from());
            int to = rows.firstRowOf(range.to());
            if (from < to) {
                table = rows.layout().table();
                writeRows(rows, from, to);
            }
        }
        table = null;
    }

    private void writeRows(TableBuffer rows, int from, int to) throws SQLException {
        try {
            writerOf(rows).write(rows, from, to);
        } catch (SQLException e) {
            throw SqlErrorKind.of(e) == SqlErrorKind.CONNECTION_LOST ? e : new TableException(table, e);
        }
    }

    private RowWriter writerOf(TableBuffer rows) {
        if (rows.layout().operation() == Operation.DELETE) {
            return delete;
        }
        return paths.usesMerge(rows) ? merge : copy;
    }

    /**
     * Writes the rows and also checks deferred constraints, which would otherwise fail the whole transaction at COMMIT. The
     * records of a range may depend on each other, so constraints are deferred again until the rows of the next range exist.
     */
    private void writeChecked(SinkBatch batch, RecordRange range) throws SQLException {
        writeRows(batch, range);
        if (checksDeferredConstraints) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
                statement.execute("SET CONSTRAINTS ALL DEFERRED");
            }
        }
    }
}
