package io.pulsefeed.cli.export;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.output.ProgressBar;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed export emotibit}: writes packets to files in the formats of the official EmotiBit tools. */
@Command(
        name = "emotibit",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the packets of the raw topic to files, per device and session.",
            "raw: one file with the packets, byte for byte, like the SD card. parsed: one CSV file per signal, like the official "
                    + "DataParser, with corrected times, and a report about the clock of the device. parquet: the same as "
                    + "Parquet files with typed columns."
        })
final class EmotiBitExportCommand implements Callable<Integer> {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(500);

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Option(
            names = "--topic",
            defaultValue = "Emotibit_rawdata",
            description = "Raw topic (default: Emotibit_rawdata).")
    private String topic = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "raw",
            description = "raw, parsed or parquet (default: raw).")
    private ExportFormat format = ExportFormat.RAW;

    @Option(names = "--device", paramLabel = "ID", description = "Only packets of this device.")
    private @Nullable String device;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Output directory; created if it is missing.")
    private Path folder;

    private long foreign;

    @Override
    public Integer call() {
        Map<Path, Long> counts = brokers.explaining(() -> {
            try {
                return export();
            } catch (IOException e) {
                throw new UserError("the files in " + folder + " cannot be written: " + IoErrors.describe(e), e);
            }
        });
        String unit = format == ExportFormat.RAW ? " packets" : " rows";
        counts.forEach((file, count) -> System.out.println(file + ": " + count + unit));
        if (foreign > 0) {
            System.out.println("Skipped " + foreign + " records that are not packets in JSON.");
        }
        return 0;
    }

    /** @return the number of packets or rows of each file */
    private Map<Path, Long> export() throws IOException {
        Files.createDirectories(folder);
        try (KafkaConsumer<String, byte[]> consumer = consumer();
                ExportFiles files = format.open(folder);
                ProgressBar progress = ProgressBar.create("Exporting", "offsets")) {
            Map<TopicPartition, Long> ends = assignAll(consumer);
            long total = remaining(consumer, ends);
            for (long remaining = total; remaining > 0; remaining = remaining(consumer, ends)) {
                progress.update(total - remaining, total);
                for (ConsumerRecord<String, byte[]> packet : consumer.poll(POLL)) {
                    boolean before = packet.offset() < ends.get(new TopicPartition(topic, packet.partition()));
                    if (before && (device == null || device.equals(packet.key()))) {
                        foreign += files.add(packet.value()) ? 0 : 1;
                    }
                }
            }
            return files.finish();
        }
    }

    /** Assigns all partitions from their start, and returns their current ends. Packets that arrive later are not exported. */
    private Map<TopicPartition, Long> assignAll(KafkaConsumer<String, byte[]> consumer) {
        if (!consumer.listTopics(CALL_TIMEOUT).containsKey(topic)) {
            throw new UserError("topic " + topic + " does not exist at " + brokers.bootstrapServer()
                    + ". Specify it with --topic.");
        }
        List<TopicPartition> partitions = consumer.partitionsFor(topic, CALL_TIMEOUT).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new HashMap<>(consumer.endOffsets(partitions, CALL_TIMEOUT));
    }

    private static long remaining(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> config = brokers.clientConfig();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
