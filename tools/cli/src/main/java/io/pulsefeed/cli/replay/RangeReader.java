package io.pulsefeed.cli.replay;

import io.pulsefeed.cli.replay.Positions.Range;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the committed records of ranges by reading them. Offsets alone would count the markers of transactions as well, of which a
 * source that writes exactly once leaves one a second and more.
 */
final class RangeReader {

    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * What is in one range.
     *
     * @param firstTime time of the first record, ms
     * @param earliestTime time of the oldest record, ms, which need not be the first
     * @param next offset behind the last record; a sink that has written it all stands there
     */
    record Content(long records, long firstTime, long earliestTime, long next) {

        private static final Content NOTHING = new Content(0, 0, Long.MAX_VALUE, 0);

        private Content with(ConsumerRecord<?, ?> record) {
            return new Content(
                    records + 1,
                    records == 0 ? record.timestamp() : firstTime,
                    Math.min(earliestTime, record.timestamp()),
                    record.offset() + 1);
        }
    }

    private final Map<String, Object> client;

    RangeReader(Map<String, Object> client) {
        this.client = new HashMap<>(client);
        this.client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
    }

    Map<TopicPartition, Content> read(Map<TopicPartition, Range> ranges) {
        Map<TopicPartition, Content> contents = new HashMap<>();
        ranges.keySet().forEach(partition -> contents.put(partition, Content.NOTHING));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ranges.keySet());
            ranges.forEach((partition, range) -> consumer.seek(partition, range.begin()));
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
