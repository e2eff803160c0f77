package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.AdminCalls;
import io.pulsefeed.cli.StartTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a replay begins and ends in each partition.
 *
 * <p>It begins at the first record whose time is not before the given one, which is the first in the log and so leaves out
 * nothing, whatever the order of times behind it. It never begins behind the group's position: a replay goes back, and skips nothing.
 */
record Positions(Map<TopicPartition, Range> ranges) {

    private static final long NOWHERE = -1;
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    /**
     * Offsets from {@code begin} up to {@code end}, which is the first that is not read any more.
     *
     * @param truncated whether the topic's first records are gone, and the replay begins at what is left
     */
    record Range(long begin, long end, boolean truncated) {

        boolean isEmpty() {
            return begin >= end;
        }
    }

    static Positions find(Admin admin, AdminCalls calls, List<String> topics, String group, Instant from) {
        Map<TopicPartition, OffsetSpec> everywhere = new HashMap<>();
        calls.await(admin.describeTopics(topics).allTopicNames()).values().forEach(topic -> topic.partitions()
                .forEach(partition -> everywhere.put(
                        new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest())));
        Map<TopicPartition, Long> earliest = offsets(admin, calls, everywhere);
        Map<TopicPartition, Long> start = earliest;
        if (!from.equals(StartTime.EARLIEST)) {
            everywhere.replaceAll((partition, spec) -> OffsetSpec.forTimestamp(from.toEpochMilli()));
            start = offsets(admin, calls, everywhere);
        }
        everywhere.replaceAll((partition, spec) -> OffsetSpec.latest());
        Map<TopicPartition, Long> end = offsets(admin, calls, everywhere);
        Map<TopicPartition, OffsetAndMetadata> committed =
                calls.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Range> ranges = new TreeMap<>(ORDER);
        for (TopicPartition partition : everywhere.keySet()) {
            OffsetAndMetadata position = committed.get(partition);
            long found = start.get(partition);
            long last = end.get(partition);
            // a group without a position has read nothing yet, and begins at the beginning by itself
            long begin = found == NOWHERE || position == null ? last : Math.min(found, position.offset());
            boolean truncated = begin == earliest.get(partition) && begin > 0 && begin < last;
            ranges.put(partition, new Range(begin, last, truncated));
        }
        return new Positions(ranges);
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, AdminCalls calls, Map<TopicPartition, OffsetSpec> specs) {
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                calls.await(admin.listOffsets(specs, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        return answer.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    /** Those partitions that have something to be read again. */
    Map<TopicPartition, Range> toRead() {
        Map<TopicPartition, Range> open = new TreeMap<>(ORDER);
        ranges.forEach((partition, range) -> {
            if (!range.isEmpty()) {
                open.put(partition, range);
            }
        });
        return open;
    }
}
