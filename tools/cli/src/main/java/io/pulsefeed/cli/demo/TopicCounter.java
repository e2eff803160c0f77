package io.pulsefeed.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Consumes the records that are written to topics during the demo, and counts them. Reads committed records only, so that records of
 * aborted transactions are not counted.
 */
final class TopicCounter implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, LongAdder> records = new ConcurrentHashMap<>();
    private final Map<String, Consumer<ConsumerRecord<String, byte[]>>> listeners;
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private TopicCounter(
            KafkaConsumer<String, byte[]> consumer,
            Set<String> topics,
            Map<String, Consumer<ConsumerRecord<String, byte[]>>> listeners) {
        this.consumer = consumer;
        this.listeners = Map.copyOf(listeners);
        topics.forEach(topic -> records.put(topic, new LongAdder()));
        this.thread = new Thread(this::run, "topic-counter");
        thread.setDaemon(true);
    }

    /**
     * Starts consuming on a new thread.
     *
     * @param startOffsets by partition, named {@code topic-partition}
     * @param listeners by topic; called on the consumer's thread
     */
    static TopicCounter start(
            String bootstrapServers,
            Map<String, Long> startOffsets,
            Set<String> topics,
            Map<String, Consumer<ConsumerRecord<String, byte[]>>> listeners) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
        }
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, startOffsets.getOrDefault(partition.toString(), 0L)));
        TopicCounter counter = new TopicCounter(consumer, topics, listeners);
        counter.thread.start();
        return counter;
    }

    /** Records of each topic since the start. */
    Map<String, Long> counts() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        Map<String, Long> counts = new TreeMap<>();
        records.forEach((topic, count) -> counts.put(topic, count.sum()));
        return counts;
    }

    private void run() {
        try (consumer) {
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<String, byte[]> batch = consumer.poll(POLL);
                for (ConsumerRecord<String, byte[]> record : batch) {
                    records.get(record.topic()).increment();
                    Consumer<ConsumerRecord<String, byte[]>> listener = listeners.get(record.topic());
                    if (listener != null) {
                        listener.accept(record);
                    }
                }
            }
        } catch (WakeupException e) {
            // close() was called.
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
