package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.UserError;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the records of a benchmark to a topic. {@link #close} fails if the broker refused one of them. */
final class BenchProducer implements AutoCloseable {

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    BenchProducer(String bootstrapServers, String topic, int lingerMs) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        Integer.toString(lingerMs),
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        "262144",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void send(ProducerRecord<byte[], byte[]> message) {
        producer.send(message, (metadata, problem) -> {
            if (problem != null) {
                failure.set(problem);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
        if (failure.get() != null) {
            throw new UserError("cannot write to topic " + topic + ": " + failure.get(), failure.get());
        }
    }
}
