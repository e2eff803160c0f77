package io.pulsefeed.admin.state;

import io.pulsefeed.admin.BrokerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads single committed records. It joins no consumer group and commits nothing. */
final class RecordReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Enough for one batch; a larger one is still returned, so that a consumer makes progress. */
    private static final String FETCH_BYTES = "65536";

    private final Map<String, Object> config;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    RecordReader(Map<String, Object> clientConfig) {
        this.config = new HashMap<>(clientConfig);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
    }

    /**
     * What follows an offset.
     *
     * @param first the first committed record at or after the offset; null if there is none
     * @param complete whether the partition was read up to the end; false if the time was not sufficient
     */
    record Next(@Nullable ConsumerRecord<byte[], byte[]> first, boolean complete) {}

    /**
     * Finds the first committed record of each partition at or after an offset.
     *
     * @param ends the last stable offset of each partition
     */
    Map<TopicPartition, Next> next(Map<TopicPartition, Long> offsets, Map<TopicPartition, Long> ends, Duration limit) {
        Map<TopicPartition, Next> found = new HashMap<>();
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        try {
            KafkaConsumer<byte[], byte[]> open = consumer();
            Set<TopicPartition> wanted = new HashSet<>(offsets.keySet());
            open.assign(wanted);
            offsets.forEach(open::seek);
            while (!wanted.isEmpty() && System.nanoTime() - deadlineMonoNs < 0) {
                for (ConsumerRecord<byte[], byte[]> record : open.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (wanted.remove(partition)) {
                        found.put(partition, new Next(record, true));
                        open.pause(Set.of(partition));
                    }
                }
                wanted.removeIf(partition -> {
                    boolean atEnd = open.position(partition, limit) >= ends.getOrDefault(partition, 0L);
                    if (atEnd) {
                        found.put(partition, new Next(null, true));
                    }
                    return atEnd;
                });
            }
            wanted.forEach(partition -> found.put(partition, new Next(null, false)));
            return found;
        } catch (KafkaException e) {
            close();
            throw BrokerException.of(e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }
}
