package io.pulsefeed.cli.replay;

import io.pulsefeed.cli.replay.ReplayRanges.Range;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the committed records of offset ranges by reading them. A difference of offsets would include transaction markers, of which an
 * exactly-once source writes one or more per second.
 */
final class RangeScan {

    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * The records of one range.
     *
     * @param firstEpochMs timestamp of the first record
     * @param earliestEpochMs lowest timestamp, which is not necessarily that of the first record
     * @param nextOffset offset after the last record: the position of a sink that has written them all
     */
    record Content(long records, long firstEpochMs, long earliestEpochMs, long nextOffset) {

        private static final Content EMPTY = new Content(0, 0, Long.MAX_VALUE, 0);

        private Content with(ConsumerRecord<?, ?> record) {
            return new Content(
                    records + 1,
                    records == 0 ? record.timestamp() : firstEpochMs,
                    Math.min(earliestEpochMs, record.timestamp()),
                    record.offset() + 1);
        }
    }

    private final Map<String, Object> config;

    RangeScan(Map<String, Object> clientConfig) {
        this.config = new HashMap<>(clientConfig);
        this.config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
    }

    Map<TopicPartition, Content> read(Map<TopicPartition, Range> ranges) {
        Map<TopicPartition, Content> contents = new HashMap<>();
        ranges.keySet().forEach(partition -> contents.put(partition, Content.EMPTY));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ranges.keySet());
            ranges.forEach((partition, range) -> consumer.seek(partition, range.start()));
            while (ranges.entrySet().stream()
                    .anyMatch(range ->
                            consumer.position(range.getKey()) < range.getValue().end())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < ranges.get(partition).end()) {
                        contents.computeIfPresent(partition, (p, content) -> content.with(record));
                    }
                }
            }
        }
        return contents;
    }
}
