package io.pulsefeed.timescale.offset;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Leaves the positions to the consumer group: records come again after a crash, and the tables' unique keys take them. Only
 * what this task itself has written is remembered, so that it can go on from there on a new connection.
 */
public final class KafkaOffsets implements OffsetLedger {

    private final Map<TopicPartition, Long> committed;

    /** @param committed positions that this task has committed; the caller adds to it after each commit */
    public KafkaOffsets(Map<TopicPartition, Long> committed) {
        this.committed = committed;
    }

    @Override
    public Map<TopicPartition, Long> claim(Collection<TopicPartition> partitions) {
        committed.keySet().removeAll(partitions);
        return reclaim(partitions);
    }

    @Override
    public Map<TopicPartition, Long> reclaim(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, committed.getOrDefault(partition, -1L)));
        return positions;
    }

    @Override
    public void advance(Map<TopicPartition, Long> nextOffsets) {
        // The group's offsets follow through preCommit, after the rows.
    }
}
