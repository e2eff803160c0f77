package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.config.BackfillConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics into live sessions, from their start to the ends that they had when the reader was opened: first those of earlier records,
 * because the packets of a session must be read in the order of their times, then the raw and the processed topic.
 */
final class TopicReader implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final LiveSessions sessions = new LiveSessions("");
    private final Deque<Map<TopicPartition, Long>> later = new ArrayDeque<>();
    private Map<TopicPartition, Long> ends = Map.of();

    /**
     * @param consumer a consumer without assignment, which this reader closes
     * @param steps topics that are read one group after the other
     */
    TopicReader(Consumer<byte[], byte[]> consumer, List<List<String>> steps) {
        this.consumer = consumer;
        Map<String, List<PartitionInfo>> topics = consumer.listTopics(CALL_TIMEOUT);
        for (List<String> step : steps) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : step) {
                topics.getOrDefault(topic, List.of())
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
            if (!partitions.isEmpty()) {
                later.add(new HashMap<>(consumer.endOffsets(partitions, CALL_TIMEOUT)));
            }
        }
        startNext();
    }

    /** Starts to read the next group of topics; returns false if there is none. */
    private boolean startNext() {
        if (later.isEmpty()) {
            return false;
        }
        ends = later.remove();
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        return true;
    }

    static TopicReader open(BackfillConfig config, String rawTopic, String processedTopic) {
        Map<String, Object> settings = new HashMap<>(config.consumer());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        return new TopicReader(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                List.of(config.sessionTopics(), List.of(rawTopic, processedTopic)));
    }

    /** Reads some records; returns false if none is left. */
    boolean read() {
        if (ends.entrySet().stream().noneMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            return startNext();
        }
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
            if (found.value() != null
                    && found.offset() < ends.get(new TopicPartition(found.topic(), found.partition()))) {
                sessions.add(found.value());
            }
        }
        return true;
    }

    LiveSessions sessions() {
        return sessions;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
