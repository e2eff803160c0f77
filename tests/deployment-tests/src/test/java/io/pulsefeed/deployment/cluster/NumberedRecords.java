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

/** A producer that numbers its records and goes on whatever happens, and remembers which ones the cluster took over. */
final class NumberedRecords implements AutoCloseable {

    private static final int KEYS = 17;

    private final String topic;
    private final String bootstrapServers;
    private final KafkaProducer<Long, Long> producer;
    private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> refused = new ConcurrentLinkedQueue<>();
    // Bounds what is under way, so that the producer does not simply fill its buffer while a leader is missing.
    private final Semaphore underWay = new Semaphore(200);
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
                underWay.acquire();
                producer.send(new ProducerRecord<>(topic, number % KEYS, number), (metadata, failure) -> {
                    underWay.release();
                    if (failure == null) {
                        acknowledged.add(sent);
                        notePause();
                    } else {
                        refused.add(failure);
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called by the producer's own thread alone. */
    private void notePause() {
        long now = System.nanoTime();
        longestPauseNanos = Math.max(longestPauseNanos, now - lastNanos);
        lastNanos = now;
    }

    /** The longest time that passed between two acknowledgements. */
    Duration longestPause() {
        return Duration.ofNanos(longestPauseNanos);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    List<Exception> refused() {
        return List.copyOf(refused);
    }

    /** Ends the producer and returns every number that the cluster acknowledged, in order. */
    List<Long> stop() throws InterruptedException {
        stopping = true;
        thread.join();
        producer.flush();
        return acknowledged.stream().sorted().toList();
    }

    /** Everything that is in the topic, partition by partition, as the brokers have it. */
    List<ConsumerRecord<Long, Long>> inTopic() {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 10_000);
        try (KafkaConsumer<Long, Long> consumer =
                new KafkaConsumer<>(settings, new LongDeserializer(), new LongDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<Long, Long>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
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
