package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.RecordSchemas;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A database connection of the writer thread. Only {@link #abort} may be called from another thread. */
interface WriterConnection extends AutoCloseable {

    /** Opens connections. */
    @FunctionalInterface
    interface Factory {
        WriterConnection connect() throws SQLException;
    }

    /** Detects the server, creates missing tables, and compiles encoders for the current columns. */
    Session openSession() throws SQLException;

    /** Adds the encoders of topics to a session of this connection. @param topics schemas of a record, by topic */
    Session addTopics(Session session, Map<String, RecordSchemas> topics) throws SQLException;

    /** @see io.pulsefeed.timescale.offset.OffsetStore#claim */
    Map<TopicPartition, Long> claim(Set<TopicPartition> partitions) throws SQLException;

    /** @see io.pulsefeed.timescale.offset.OffsetStore#reclaim */
    Map<TopicPartition, Long> reclaim(Set<TopicPartition> partitions) throws SQLException;

    /** @param columnsByTopic SQL type by column, for each topic */
    void addColumns(Map<String, Map<String, String>> columnsByTopic) throws SQLException;

    /** Applies retention and compression, and seals hours of the ledger, if they are due. */
    void applyPolicies(Session session) throws SQLException;

    /** When {@link #applyPolicies} must be called although there is nothing to write; {@link Long#MAX_VALUE} for never. */
    default long nextPoliciesMonoNs() {
        return Long.MAX_VALUE;
    }

    /**
     * Writes the rows and the offsets of {@code batch} in one transaction.
     *
     * @throws SQLException if the outcome is unknown or the batch cannot be written now
     * @throws io.pulsefeed.timescale.offset.FencedException if another task owns a partition of the batch
     */
    void write(SinkBatch batch) throws SQLException;

    /** Closes the connection immediately, even while a call is in progress. */
    void abort();

    @Override
    void close();
}
