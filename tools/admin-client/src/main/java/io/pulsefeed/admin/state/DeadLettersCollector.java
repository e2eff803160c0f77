package io.pulsefeed.admin.state;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SentLetters;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.admin.state.RecordReader.Next;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Number and newest reason of the dead letters of each sink that has a dead letter queue. */
final class DeadLettersCollector implements Collector<List<DeadLetters>> {

    private static final Duration READ_LIMIT = Duration.ofMillis(1_500);
    private static final int MAX_REASON_LENGTH = 1_000;
    private static final String CONTEXT = "__connect.errors.";

    private final Sinks sinks;
    private final Brokers brokers;
    private final RecordReader reader;
    private final Map<String, DeadLetters> previous = new HashMap<>();
    private final Map<String, Map<TopicPartition, Long>> previousEnds = new HashMap<>();

    DeadLettersCollector(Sinks sinks, Brokers brokers) {
        this.sinks = sinks;
        this.brokers = brokers;
        this.reader = new RecordReader(brokers.clientConfig());
    }

    @Override
    public List<DeadLetters> collect() throws InterruptedException {
        List<SinkSettings> wanted = sinks.required().stream()
                .filter(sink -> !sink.deadLetterTopic().isEmpty())
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        return brokers.call(admin -> {
            Set<String> topics = admin.topicNames();
            return wanted.stream()
                    .map(sink -> queue(admin, topics, sink.name(), sink.deadLetterTopic()))
                    .toList();
        });
    }

    private DeadLetters queue(KafkaAdmin admin, Set<String> topics, String connector, String topic) {
        if (!topics.contains(topic)) {
            return new DeadLetters(connector, topic, 0, "", "", null);
        }
        List<TopicPartition> partitions = admin.partitions(List.of(topic));
        Map<TopicPartition, Long> starts = admin.earliestOffsets(partitions);
        Map<TopicPartition, Long> ends = admin.lastStableOffsets(partitions);
        Map<TopicPartition, SentLetters> sent = admin.sentLetters(topic);
        long count = 0;
        Map<TopicPartition, Long> newest = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long start = starts.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, start);
            count += sent.getOrDefault(partition, SentLetters.from(start)).openBetween(start, end);
            if (end > start) {
                newest.put(partition, end - 1);
            }
        }
        DeadLetters before = previous.get(topic);
        DeadLetters queue = before != null && ends.equals(previousEnds.get(topic))
                ? new DeadLetters(
                        connector, topic, count, before.newestReason(), before.newestOrigin(), before.newest())
                : read(connector, topic, count, newest, ends);
        previous.put(topic, queue);
        previousEnds.put(topic, ends);
        return queue;
    }

    private DeadLetters read(
            String connector,
            String topic,
            long count,
            Map<TopicPartition, Long> offsets,
            Map<TopicPartition, Long> ends) {
        return reader.next(offsets, ends, READ_LIMIT).values().stream()
                .map(Next::first)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(ConsumerRecord::timestamp))
                .map(letter -> letter(connector, topic, count, letter))
                .orElseGet(() -> new DeadLetters(connector, topic, count, "", "", null));
    }

    private static DeadLetters letter(
            String connector, String topic, long count, ConsumerRecord<byte[], byte[]> letter) {
        String reason = text(letter.headers().lastHeader(CONTEXT + "exception.message"));
        String origin = text(letter.headers().lastHeader(CONTEXT + "topic"));
        return new DeadLetters(
                connector,
                topic,
                count,
                reason.length() > MAX_REASON_LENGTH ? reason.substring(0, MAX_REASON_LENGTH) + "..." : reason,
                origin.isEmpty()
                        ? ""
                        : origin + "-" + text(letter.headers().lastHeader(CONTEXT + "partition")) + "@"
                                + text(letter.headers().lastHeader(CONTEXT + "offset")),
                Instant.ofEpochMilli(letter.timestamp()));
    }

    private static String text(@Nullable Header header) {
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        reader.close();
    }
}
