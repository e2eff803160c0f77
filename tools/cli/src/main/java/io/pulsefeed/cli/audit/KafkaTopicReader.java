package io.pulsefeed.cli.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads from the brokers, without a consumer group. */
final class KafkaTopicReader implements TopicReader {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> config;

    KafkaTopicReader(Map<String, Object> clientConfig) {
        this.config = new HashMap<>(clientConfig);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "8388608");
    }

    @Override
    public void read(Map<TopicPartition, Range> ranges, Consumer<TopicRecord> consumer) {
        Map<TopicPartition, Range> open = new HashMap<>(ranges);
        open.values().removeIf(range -> range.start() >= range.end());
        if (open.isEmpty()) {
            return;
        }
        try (KafkaConsumer<byte[], byte[]> kafka =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            kafka.assign(open.keySet());
            open.forEach((partition, range) -> kafka.seek(partition, range.start()));
            while (!open.isEmpty()) {
                var batch = kafka.poll(POLL);
                for (TopicPartition partition : batch.partitions()) {
                    Range range = open.get(partition);
                    for (ConsumerRecord<byte[], byte[]> record : batch.records(partition)) {
                        if (range != null && record.offset() < range.end()) {
                            consumer.accept(record(record));
                        }
                    }
                }
                List<TopicPartition> done = open.keySet().stream()
                        .filter(partition ->
                                kafka.position(partition) >= open.get(partition).end())
                        .toList();
                if (!done.isEmpty()) {
                    open.keySet().removeAll(done);
                    kafka.pause(done);
                }
            }
        }
    }

    private static TopicRecord record(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new TopicRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                headers);
    }
}
