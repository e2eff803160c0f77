package io.pulsefeed.cli.export;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pulsefeed export emotibit}: packets back into files that the official tools read. */
@Command(
        name = "emotibit",
        mixinStandardHelpOptions = true,
        description = "Writes the packets of the raw topic, byte for byte, into one file for each device and session.")
final class EmotiBitExportCommand implements Callable<Integer> {

    private static final Duration REACH = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(500);

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka (default: localhost:9092).")
    private String bootstrapServer;

    @Option(
            names = "--topic",
            defaultValue = "Emotibit_rawdata",
            description = "The raw topic (default: Emotibit_rawdata).")
    private String topic;

    @Option(names = "--device", paramLabel = "ID", description = "Only this device.")
    private String device;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder for the files; made if it is missing.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        try (KafkaConsumer<String, byte[]> consumer = consumer();
                PacketFiles files = new PacketFiles(folder)) {
            Map<TopicPartition, Long> ends = assignAll(consumer);
            while (!reached(consumer, ends)) {
                for (ConsumerRecord<String, byte[]> packet : consumer.poll(POLL)) {
                    boolean before = packet.offset() < ends.get(new TopicPartition(topic, packet.partition()));
                    if (before && (device == null || device.equals(packet.key()))) {
                        files.add(packet.value());
                    }
                }
            }
            files.counts().forEach((file, packets) -> System.out.println(file + ": " + packets + " packets"));
            return 0;
        } catch (TimeoutException e) {
            throw new UserError(
                    "Kafka at " + bootstrapServer + " does not answer; give its address with --bootstrap-server.", e);
        }
    }

    /** From the beginning of every partition up to where it ends now: a running device must not make the export endless. */
    private Map<TopicPartition, Long> assignAll(KafkaConsumer<String, byte[]> consumer) {
        if (!consumer.listTopics(REACH).containsKey(topic)) {
            throw new UserError(
                    "there is no topic " + topic + " at " + bootstrapServer + "; name the right one with --topic.");
        }
        List<TopicPartition> partitions = consumer.partitionsFor(topic, REACH).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new HashMap<>(consumer.endOffsets(partitions, REACH));
    }

    private static boolean reached(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
