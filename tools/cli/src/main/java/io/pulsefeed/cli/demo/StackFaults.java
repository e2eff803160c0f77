package io.pulsefeed.cli.demo;

import io.pulsefeed.stack.LocalStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Faults of the stack itself: its process, its database, and a record that no sink can write. */
final class StackFaults {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final String BAD_RECORD = "{\"pair\":\"XBT/USD\",\"price\":\"not a number\"}";

    private StackFaults() {}

    static List<DemoFault> of(LocalStack stack) {
        List<DemoFault> faults = new ArrayList<>();
        faults.add(new DemoFault(
                "kill",
                "Kill the worker",
                "kill -9 of the process with Kafka and Kafka Connect; it is started again at once.",
                Duration.ZERO,
                "Kafka and Kafka Connect were killed and started again. Sources and sinks resumed from their stored offsets.",
                stack::killForcibly,
                () -> stack.restart(START_LIMIT, (phase, took) -> {})));
        if (stack.isDatabaseEmbedded()) {
            faults.add(new DemoFault(
                    "database",
                    "Stop the database",
                    "Stops PostgreSQL for 5 s; the sinks wait and write everything afterwards.",
                    Duration.ofSeconds(5),
                    "PostgreSQL was down for 5 s. The sinks repeated their transactions.",
                    stack::stopDatabase,
                    () -> stack.startDatabase(START_LIMIT)));
        }
        faults.add(new DemoFault(
                "record",
                "Send a bad record",
                "Writes a trade whose price is not a number to rawtrade.",
                Duration.ZERO,
                "A trade without a valid price was written to rawtrade. The sink moved it to its dead letter queue and continued.",
                () -> sendBadRecord(stack.bootstrapServers()),
                () -> {}));
        return faults;
    }

    private static void sendBadRecord(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("rawtrade", "XBT/USD", BAD_RECORD.getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "The bad record could not be written: " + e.getCause().getMessage(), e);
        }
    }
}
