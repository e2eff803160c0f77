package io.pulsefeed.timescale.offset;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the offset of each partition is stored: in a table, or in Kafka only. An offset is that of the next record to write.
 * Used by the writer thread only.
 */
public interface OffsetStore {

    /** The offset of a partition of which no record has been written. */
    long UNKNOWN = -1;

    /** Makes this task the owner of {@code partitions}. @return their offsets */
    Map<TopicPartition, Long> claim(Collection<TopicPartition> partitions) throws SQLException;

    /**
     * Confirms on a new connection that this task still owns {@code partitions}.
     *
     * @return their offsets
     * @throws FencedException if another task has claimed one of them
     */
    Map<TopicPartition, Long> reclaim(Collection<TopicPartition> partitions) throws SQLException;

    /**
     * Advances the offsets in the current transaction.
     *
     * @throws FencedException if another task owns one of the partitions; the transaction must be rolled back
     */
    void advance(Map<TopicPartition, Long> nextOffsets) throws SQLException;

    /** Called after the transaction that advanced the offsets has committed. */
    default void onCommitted(Map<TopicPartition, Long> nextOffsets) {}
}
