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

/**
 * Reads what arrives in the topics from a start of the stack on, as any consumer would: committed records only, so that what an aborted
 * transaction left behind is not counted.
 */
final class TopicMeter implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, LongAdder> records = new ConcurrentHashMap<>();
    private final Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers;
    private final Thread thread;
    private volatile RuntimeException failure;

    private TopicMeter(
            KafkaConsumer<String, byte[]> consumer,
            Set<String> topics,
            Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers) {
        this.consumer = consumer;
        this.readers = Map.copyOf(readers);
        topics.forEach(topic -> records.put(topic, new LongAdder()));
        this.thread = new Thread(this::run, "topic-meter");
        thread.setDaemon(true);
    }

    /**
     * Starts at {@code ends}, by partition named {@code topic-number}; {@code readers} see the records of their topic on the
     * meter's thread.
     */
    static TopicMeter start(
            String bootstrapServers,
            Map<String, Long> ends,
            Set<String> topics,
            Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers) {
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
        partitions.forEach(partition -> consumer.seek(partition, ends.getOrDefault(partition.toString(), 0L)));
        TopicMeter meter = new TopicMeter(consumer, topics, readers);
        meter.thread.start();
        return meter;
    }

    /** Records for each topic since the start, by name. */
    Map<String, Long> counts() {
        if (failure != null) {
            throw failure;
        }
        Map<String, Long> counts = new TreeMap<>();
        records.forEach((topic, count) -> counts.put(topic, count.sum()));
        return counts;
    }

    private void run() {
        try (consumer) {
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<String, byte[]> batch = consumer.poll(POLL);
                for (ConsumerRecord<String, byte[]> arrived : batch) {
                    records.get(arrived.topic()).increment();
                    Consumer<ConsumerRecord<String, byte[]>> reader = readers.get(arrived.topic());
                    if (reader != null) {
                        reader.accept(arrived);
                    }
                }
            }
        } catch (WakeupException e) {
            // The meter is being closed.
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
