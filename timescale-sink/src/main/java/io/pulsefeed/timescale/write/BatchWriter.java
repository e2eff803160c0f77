package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.SqlStates;
import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.offset.OffsetLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Writes one batch as one transaction: the offsets first, because their row locks show a zombie early, then the rows. */
final class BatchWriter {

    /** After a conflict a table keeps to the merge path for so many batches: a replay would otherwise pay for both. */
    private static final int MERGED_BATCHES = 64;

    private static final int RETRIES_AT_ONCE = 5;

    private final Connection connection;
    private final OffsetLedger offsets;
    private final BadRecordReporter reporter;
    private final SinkMetrics metrics;
    private final LongSupplier nanos;
    private final CopyWriter copy;
    private final MergeWriter merge;
    private final boolean alwaysMerge;
    private final Map<String, Integer> mergesLeft = new HashMap<>();
    private String table;

    /** @param alwaysMerge whether every batch may hold rows that are there already */
    BatchWriter(
            Connection connection,
            OffsetLedger offsets,
            BadRecordReporter reporter,
            boolean alwaysMerge,
            SinkMetrics metrics,
            LongSupplier nanos)
            throws SQLException {
        this.connection = connection;
        this.offsets = offsets;
        this.reporter = reporter;
        this.alwaysMerge = alwaysMerge;
        this.metrics = metrics;
        this.nanos = nanos;
        this.copy = new CopyWriter(connection);
        this.merge = new MergeWriter(connection);
    }

    /**
     * @throws SQLException when the outcome is unknown or the batch cannot be written now: read the offsets again
     * @throws io.pulsefeed.timescale.offset.FencedException when another task owns a partition; rolled back
     */
    void write(SinkBatch batch) throws SQLException {
        batch.tables().forEach(TableBuffer::compact);
        int retries = 0;
        boolean careful = false;
        while (true) {
            try {
                attempt(batch, careful);
                return;
            } catch (SQLException e) {
                SqlStates kind = SqlStates.of(e);
                if (kind == SqlStates.CONNECTION_LOST) {
                    throw e;
                }
                connection.rollback();
                metrics.retried(e.getSQLState());
                if (kind == SqlStates.DUPLICATE_KEY && table != null && !merges(table)) {
                    mergesLeft.put(table, MERGED_BATCHES);
                } else if (CarefulWriter.isAboutRows(kind) && table != null && !careful) {
                    careful = true;
                    metrics.bisected();
                } else if (kind != SqlStates.RETRY_NOW || ++retries > RETRIES_AT_ONCE) {
                    throw e;
                }
            }
        }
    }

    private void attempt(SinkBatch batch, boolean careful) throws SQLException {
        long begin = nanos.getAsLong();
        table = null;
        offsets.advance(batch.nextOffsets());
        CarefulWriter carefully = careful ? new CarefulWriter(connection, this::writeRange) : null;
        for (TableBuffer rows : batch.tables()) {
            if (rows.rows() > 0) {
                table = rows.layout().table();
                if (careful) {
                    carefully.write(rows);
                } else {
                    writeRange(rows, 0, rows.rows());
                }
            }
        }
        table = null;
        if (careful && setAside(batch, carefully.bad())) {
            connection.rollback();
            attempt(batch, false);
            return;
        }
        reporter.report(batch.takeBadRecords());
        long beforeCommit = nanos.getAsLong();
        connection.commit();
        long end = nanos.getAsLong();
        metrics.flushed(end - begin, end - beforeCommit);
        metrics.committed(batch.rows(), batch.repeatedKeys(), batch.newestMicros());
        batch.tables()
                .forEach(rows ->
                        mergesLeft.computeIfPresent(rows.layout().table(), (name, left) -> left > 1 ? left - 1 : null));
    }

    /** @return whether refused records have rows that were already written, so that the batch must be written again without them */
    private boolean setAside(SinkBatch batch, Map<Integer, BadRecordException> bad) {
        if (bad.isEmpty()) {
            return false;
        }
        Set<Integer> refused = bad.keySet();
        long rowsOfRefused =
                batch.tables().stream().mapToLong(rows -> rows.rowsOf(refused)).sum();
        bad.forEach(batch::setAside);
        batch.tables().forEach(rows -> rows.retain(row -> !refused.contains(rows.recordOf(row))));
        return rowsOfRefused > refused.size();
    }

    private boolean merges(String name) {
        return alwaysMerge || mergesLeft.containsKey(name);
    }

    private void writeRange(TableBuffer rows, int from, int to) throws SQLException {
        TableLayout layout = rows.layout();
        if (!layout.copyable() || merges(layout.table()) && layout.keyColumns() > 0) {
            int written = merge.write(rows, from, to);
            metrics.merged(written, to - from - written);
        } else {
            metrics.copied(to - from, copy.write(rows, from, to));
        }
    }
}
