package io.pulsefeed.emotibit.importing;

import io.pulsefeed.emotibit.config.BackfillConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

/** Reads the raw and the processed topic, from their start to the ends that they had when it was opened, into live sessions. */
final class TopicReader implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final String rawTopic;
    private final LiveSessions sessions;
    private final Map<TopicPartition, Long> ends;

    /** @param consumer a consumer without assignment, which this reader closes */
    TopicReader(Consumer<byte[], byte[]> consumer, String rawTopic, String processedTopic) {
        this.consumer = consumer;
        this.rawTopic = rawTopic;
        this.sessions = new LiveSessions("");
        List<TopicPartition> partitions = new ArrayList<>();
        Map<String, List<PartitionInfo>> topics = consumer.listTopics(CALL_TIMEOUT);
        for (String topic : List.of(rawTopic, processedTopic)) {
            topics.getOrDefault(topic, List.of())
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        this.ends = partitions.isEmpty() ? Map.of() : new HashMap<>(consumer.endOffsets(partitions, CALL_TIMEOUT));
    }

    static TopicReader open(BackfillConfig config, String rawTopic, String processedTopic) {
        Map<String, Object> settings = new HashMap<>(config.consumer());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        return new TopicReader(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                rawTopic,
                processedTopic);
    }

    /** Reads some records; returns false if none is left. */
    boolean read() throws IOException {
        if (ends.entrySet().stream().noneMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            return false;
        }
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
            if (found.value() != null
                    && found.offset() < ends.get(new TopicPartition(found.topic(), found.partition()))) {
                if (found.topic().equals(rawTopic)) {
                    sessions.addRaw(found.value());
                } else {
                    sessions.addProcessed(found.value());
                }
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
