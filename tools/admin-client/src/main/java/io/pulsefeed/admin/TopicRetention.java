package io.pulsefeed.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * How long a topic keeps its records.
 *
 * @param records upper bound of the records that the topic holds: offsets of markers and of compacted records are included
 * @param retention empty if the topic keeps its records without a limit of time
 * @param segment age at which a segment is closed; a record is deleted together with its segment
 * @param isCompacted whether old values of keys are deleted
 */
public record TopicRetention(
        String topic, long records, Optional<Duration> retention, Duration segment, boolean isCompacted) {

    /** Brokers look for expired segments every 5 minutes, and delete their files a minute later. */
    private static final Duration CHECK_INTERVAL = Duration.ofMinutes(6);

    private static final long NO_LIMIT = -1;

    /** The topics of {@code names} that exist. */
    public static List<TopicRetention> read(KafkaAdmin admin, Collection<String> names) {
        Map<String, TopicStates.State> states = TopicStates.read(admin, names);
        Collection<TopicPartition> partitions = admin.partitions(states.keySet());
        Map<TopicPartition, Long> first = admin.earliestOffsets(partitions);
        Map<String, Long> records = admin.endOffsets(partitions).entrySet().stream()
                .collect(Collectors.groupingBy(
                        end -> end.getKey().topic(),
                        Collectors.summingLong(end -> end.getValue() - first.getOrDefault(end.getKey(), 0L))));
        return states.values().stream()
                .map(state -> of(state.name(), records.getOrDefault(state.name(), 0L), state.settings()::get))
                .toList();
    }

    static TopicRetention of(String topic, long records, Function<String, String> settings) {
        long retention = Long.parseLong(settings.apply("retention.ms"));
        boolean isDeleted = settings.apply("cleanup.policy").contains("delete");
        return new TopicRetention(
                topic,
                records,
                isDeleted && retention != NO_LIMIT ? Optional.of(Duration.ofMillis(retention)) : Optional.empty(),
                Duration.ofMillis(Long.parseLong(settings.apply("segment.ms"))),
                settings.apply("cleanup.policy").contains("compact"));
    }

    /** The latest time at which the broker deletes a record that is written at {@code written}; empty if it never does. */
    public Optional<Instant> deletedBy(Instant written) {
        return retention.map(time -> written.plus(time).plus(segment).plus(CHECK_INTERVAL));
    }
}
