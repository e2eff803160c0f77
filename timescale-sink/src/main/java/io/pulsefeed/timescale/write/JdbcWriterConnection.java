package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.ledger.Sealer;
import io.pulsefeed.timescale.mapping.RecordSchemas;
import io.pulsefeed.timescale.offset.OffsetStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link WriterConnection} over JDBC. */
final class JdbcWriterConnection implements WriterConnection {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcWriterConnection.class);

    private final Connection connection;
    private final SessionOpener sessions;
    private final SignatureGuard guard;
    private final OffsetStore offsets;
    private final TransactionLedger ledger;
    private final @Nullable Sealer sealer;
    private final BatchWriter writer;

    /**
     * @param guard of the batch writer
     * @param sealer null if this task does not seal hours
     */
    JdbcWriterConnection(
            Connection connection,
            SessionOpener sessions,
            SignatureGuard guard,
            OffsetStore offsets,
            TransactionLedger ledger,
            @Nullable Sealer sealer,
            BatchWriter writer) {
        this.connection = connection;
        this.sessions = sessions;
        this.guard = guard;
        this.offsets = offsets;
        this.ledger = ledger;
        this.sealer = sealer;
        this.writer = writer;
    }

    @Override
    public Session openSession() throws SQLException {
        return sessions.open(connection, guard);
    }

    @Override
    public Session addTopics(Session session, Map<String, RecordSchemas> topics) throws SQLException {
        return sessions.addTopics(connection, guard, session, topics);
    }

    @Override
    public Map<TopicPartition, Long> claim(Set<TopicPartition> partitions) throws SQLException {
        ledger.forget(partitions);
        return offsets.claim(partitions);
    }

    @Override
    public Map<TopicPartition, Long> reclaim(Set<TopicPartition> partitions) throws SQLException {
        ledger.forget(partitions);
        return offsets.reclaim(partitions);
    }

    @Override
    public void addColumns(Map<String, Map<String, String>> columnsByTopic) throws SQLException {
        sessions.addColumns(connection, columnsByTopic);
    }

    @Override
    public void applyPolicies(Session session) throws SQLException {
        sessions.applyPolicies(connection, session);
        if (sealer != null) {
            sealer.sealIfDue();
        }
    }

    @Override
    public long nextPoliciesMonoNs() {
        return sealer == null ? Long.MAX_VALUE : sealer.nextMonoNs();
    }

    @Override
    public void write(SinkBatch batch) throws SQLException {
        writer.write(batch);
        offsets.onCommitted(batch.nextOffsets());
    }

    @Override
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Failed to abort the connection", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Failed to close the connection", e);
        }
    }
}
