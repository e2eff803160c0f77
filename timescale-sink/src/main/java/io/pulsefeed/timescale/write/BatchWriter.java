package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.SqlStates;
import io.pulsefeed.timescale.offset.OffsetStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Writes one batch as one transaction: the offsets first, because their row locks show a zombie early, then the rows. */
final class BatchWriter {

    /** After a conflict a table keeps to the merge path for so many batches: a replay would otherwise pay for both. */
    private static final int MERGED_BATCHES = 64;

    private static final int RETRIES_AT_ONCE = 5;

    private final Connection connection;
    private final OffsetStore offsets;
    private final BadRecordReporter reporter;
    private final CopyWriter copy;
    private final MergeWriter merge;
    private final Map<String, Integer> mergesLeft = new HashMap<>();
    private String table;

    BatchWriter(Connection connection, OffsetStore offsets, BadRecordReporter reporter) throws SQLException {
        this.connection = connection;
        this.offsets = offsets;
        this.reporter = reporter;
        this.copy = new CopyWriter(connection);
        this.merge = new MergeWriter(connection);
    }

    /**
     * @throws SQLException when the outcome is unknown or the batch cannot be written now: read the offsets again
     * @throws io.pulsefeed.timescale.offset.FencedException when another task owns a partition; rolled back
     */
    void write(SinkBatch batch, Map<TopicPartition, Long> epochs) throws SQLException {
        batch.tables().forEach(TableBuffer::compact);
        int retries = 0;
        while (true) {
            try {
                attempt(batch, epochs);
                return;
            } catch (SQLException e) {
                SqlStates kind = SqlStates.of(e);
                if (kind == SqlStates.CONNECTION_LOST) {
                    throw e;
                }
                connection.rollback();
                if (kind == SqlStates.DUPLICATE_KEY && table != null && mergesLeft.getOrDefault(table, 0) == 0) {
                    mergesLeft.put(table, MERGED_BATCHES);
                } else if (kind != SqlStates.RETRY_NOW || ++retries > RETRIES_AT_ONCE) {
                    throw e;
                }
            }
        }
    }

    private void attempt(SinkBatch batch, Map<TopicPartition, Long> epochs) throws SQLException {
        table = null;
        offsets.advance(batch.nextOffsets(), epochs);
        for (TableBuffer rows : batch.tables()) {
            if (rows.rows() > 0) {
                table = rows.layout().table();
                write(rows);
            }
        }
        table = null;
        reporter.report(batch.badRecords());
        connection.commit();
    }

    private void write(TableBuffer rows) throws SQLException {
        int left = mergesLeft.getOrDefault(rows.layout().table(), 0);
        if (left > 0 && rows.layout().keyColumns() > 0) {
            merge.write(rows, 0, rows.rows());
            mergesLeft.put(rows.layout().table(), left - 1);
        } else {
            copy.write(rows, 0, rows.rows());
        }
    }
}
