package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.cli.options.InstantConverter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets that a replay covers in each partition. It starts at the first record with a timestamp at or after the given time, in offset
 * order, so that no later record is missed if timestamps are out of order. It never starts after the committed offset of the sink: a replay
 * goes back and skips nothing.
 *
 * <pre>{@code
 *   first record at or after --from       committed offset       end
 *                |                               |               |
 *   -------------[===================== replayed ================)
 * }</pre>
 */
record ReplayRanges(Map<TopicPartition, Range> ranges) {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    /**
     * Offsets of one partition.
     *
     * @param start first offset
     * @param end offset after the last one
     * @param truncated whether earlier records have been deleted, so that the range starts at the first record of the partition
     */
    record Range(long start, long end, boolean truncated) {

        boolean isEmpty() {
            return start >= end;
        }
    }

    static ReplayRanges find(KafkaAdmin admin, List<String> topics, String group, Instant from) {
        List<TopicPartition> partitions = admin.partitions(topics);
        Map<TopicPartition, Long> earliest = admin.earliestOffsets(partitions);
        Map<TopicPartition, Long> starts = from.equals(InstantConverter.EARLIEST)
                ? earliest
                : admin.offsetsForTime(partitions, from.toEpochMilli());
        Map<TopicPartition, Long> ends = admin.lastStableOffsets(partitions);
        Map<TopicPartition, Long> committed = admin.committedOffsets(group);
        Map<TopicPartition, Range> ranges = new TreeMap<>(ORDER);
        for (TopicPartition partition : partitions) {
            long end = ends.get(partition);
            // Without a committed offset the sink has not read the partition yet, and starts at its first record
            // anyway.
            long start = starts.containsKey(partition) && committed.containsKey(partition)
                    ? Math.min(starts.get(partition), committed.get(partition))
                    : end;
            boolean truncated = start == earliest.get(partition) && start > 0 && start < end;
            ranges.put(partition, new Range(start, end, truncated));
        }
        return new ReplayRanges(ranges);
    }

    /** The ranges that are not empty. */
    Map<TopicPartition, Range> nonEmpty() {
        Map<TopicPartition, Range> open = new TreeMap<>(ORDER);
        ranges.forEach((partition, range) -> {
            if (!range.isEmpty()) {
                open.put(partition, range);
            }
        });
        return open;
    }
}
