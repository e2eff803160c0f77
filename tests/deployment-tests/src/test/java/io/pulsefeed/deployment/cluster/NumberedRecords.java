package io.pulsefeed.deployment.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;

/** A producer of numbered records that keeps sending during failures and tracks acknowledgments. */
final class NumberedRecords implements AutoCloseable {

    private static final int KEYS = 17;

    private final String topic;
    private final String bootstrapServers;
    private final KafkaProducer<Long, Long> producer;
    private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    // Limits in-flight records, so that the producer does not fill its buffer while a partition has no leader.
    private final Semaphore inFlight = new Semaphore(200);
    private final Thread thread = new Thread(this::produce, "numbered-records");
    private volatile boolean stopping;
    private volatile long lastNanos = System.nanoTime();
    private volatile long longestPauseNanos;

    NumberedRecords(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "acks", "all",
                "linger.ms", 5,
                "delivery.timeout.ms", 120_000,
                "request.timeout.ms", 5_000);
        this.producer = new KafkaProducer<>(settings, new LongSerializer(), new LongSerializer());
        thread.start();
    }

    private void produce() {
        try {
            for (long number = 0; !stopping; number++) {
                long sent = number;
                inFlight.acquire();
                producer.send(new ProducerRecord<>(topic, number % KEYS, number), (metadata, failure) -> {
                    inFlight.release();
                    if (failure == null) {
                        acknowledged.add(sent);
                        updateLongestPause();
                    } else {
                        failures.add(failure);
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called only by the sender thread of the producer. */
    private void updateLongestPause() {
        long now = System.nanoTime();
        longestPauseNanos = Math.max(longestPauseNanos, now - lastNanos);
        lastNanos = now;
    }

    /** The longest time between two acknowledgments. */
    Duration longestPause() {
        return Duration.ofNanos(longestPauseNanos);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    List<Exception> failures() {
        return List.copyOf(failures);
    }

    /** Stops the producer and returns the acknowledged numbers in ascending order. */
    List<Long> stop() throws InterruptedException {
        stopping = true;
        thread.join();
        producer.flush();
        return acknowledged.stream().sorted().toList();
    }

    /** All records of the topic; those of one partition are in order. */
    List<ConsumerRecord<Long, Long>> readAll() {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 10_000);
        try (KafkaConsumer<Long, Long> consumer =
                new KafkaConsumer<>(settings, new LongDeserializer(), new LongDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<Long, Long>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join();
        producer.close(Duration.ZERO);
    }
}
