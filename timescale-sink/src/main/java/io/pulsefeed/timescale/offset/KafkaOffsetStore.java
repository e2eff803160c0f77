package io.pulsefeed.timescale.offset;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Leaves the offsets to the consumer group. After a crash records are delivered again, and the unique indexes of the tables
 * absorb them. Remembers only what this task has written, to resume from there on a new connection.
 */
public final class KafkaOffsetStore implements OffsetStore {

    private final Map<TopicPartition, Long> committed;

    /** @param committed offsets that this task has committed; shared by all its connections */
    public KafkaOffsetStore(Map<TopicPartition, Long> committed) {
        this.committed = committed;
    }

    @Override
    public Map<TopicPartition, Long> claim(Collection<TopicPartition> partitions) {
        committed.keySet().removeAll(partitions);
        return reclaim(partitions);
    }

    @Override
    public Map<TopicPartition, Long> reclaim(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, committed.getOrDefault(partition, UNKNOWN)));
        return offsets;
    }

    @Override
    public void advance(Map<TopicPartition, Long> nextOffsets) {
        // The worker commits the offsets of the group after the rows, through preCommit().
    }

    @Override
    public void onCommitted(Map<TopicPartition, Long> nextOffsets) {
        committed.putAll(nextOffsets);
    }
}
