package io.pulsefeed.admin.state;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.KafkaAdmin.LogDirectory;
import io.pulsefeed.admin.TopicRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the disk use of all topics. */
public final class TopicUsages {

    /** The growth is measured over the longest of these times that the topic has records for. */
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofDays(1), Duration.ofHours(6), Duration.ofHours(1), Duration.ofMinutes(10));

    private static final double DAY_MS = Duration.ofDays(1).toMillis();

    private TopicUsages() {}

    /** The topics of a cluster, largest first, and its log directories. */
    public record Cluster(List<Usage> topics, List<LogDirectory> directories) {}

    public static Cluster read(KafkaAdmin admin, Instant now) {
        List<LogDirectory> directories = admin.logDirectories();
        Map<String, Long> sizes = KafkaAdmin.topicSizes(directories);
        Set<String> names = admin.topicNames();
        sizes.keySet().retainAll(names);
        Map<String, Long> growth = recordsPerDay(admin, sizes.keySet(), now);
        List<Usage> topics = TopicRetention.read(admin, sizes.keySet()).stream()
                .map(topic -> usage(topic, sizes.get(topic.topic()), growth.get(topic.topic())))
                .sorted(Comparator.comparingLong(Usage::bytes).reversed())
                .toList();
        return new Cluster(topics, directories);
    }

    private static Usage usage(TopicRetention topic, long bytes, @Nullable Long recordsPerDay) {
        OptionalLong perDay = recordsPerDay == null || topic.isCompacted()
                ? OptionalLong.empty()
                : OptionalLong.of(topic.records() == 0 ? 0 : (long) ((double) bytes / topic.records() * recordsPerDay));
        return new Usage(topic.topic(), bytes, perDay, topic.retention(), topic.segment());
    }

    private static Map<String, Long> recordsPerDay(KafkaAdmin admin, Collection<String> names, Instant now) {
        Collection<TopicPartition> partitions = admin.partitions(names);
        Map<TopicPartition, Long> first = admin.earliestOffsets(partitions);
        Map<TopicPartition, Long> end = admin.endOffsets(partitions);
        Map<String, Long> growth = new HashMap<>();
        for (Duration window : WINDOWS) {
            Map<TopicPartition, Long> since =
                    admin.offsetsForTime(partitions, now.minus(window).toEpochMilli());
            for (String name : names) {
                List<TopicPartition> own = partitions.stream()
                        .filter(partition -> partition.topic().equals(name))
                        .toList();
                boolean isCovered = own.stream()
                        .anyMatch(
                                partition -> since.getOrDefault(partition, end.get(partition)) > first.get(partition));
                boolean isEmpty =
                        own.stream().allMatch(partition -> first.get(partition).equals(end.get(partition)));
                if (isCovered || isEmpty) {
                    long added = own.stream()
                            .mapToLong(
                                    partition -> end.get(partition) - since.getOrDefault(partition, end.get(partition)))
                            .sum();
                    growth.putIfAbsent(name, (long) (added * (DAY_MS / window.toMillis())));
                }
            }
        }
        return growth;
    }
}
