package io.pulsefeed.admin.state;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.admin.state.RecordReader.Next;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The lag of each sink, from the offsets that it stores with its rows, and from its consumer group. The oldest unread record of each
 * partition is read for its age; it also shows whether only transaction markers remain.
 */
final class LagCollector implements Collector<List<SinkLag>> {

    private static final String RECEIVE_TIME = "recv_ns";
    private static final Duration READ_LIMIT = Duration.ofMillis(1_500);
    private static final String STORED =
            "SELECT topic, partition, next_offset FROM connect_sink_offsets WHERE connector = ?";

    private final Sinks sinks;
    private final Brokers brokers;
    private final StateDatabase database;
    private final RecordReader reader;
    private final InstantSource clock;

    /** An offset of a partition. */
    private record Stored(TopicPartition partition, long nextOffset) {}

    LagCollector(Sinks sinks, Brokers brokers, StateDatabase database, InstantSource clock) {
        this.sinks = sinks;
        this.brokers = brokers;
        this.database = database;
        this.reader = new RecordReader(brokers.clientConfig());
        this.clock = clock;
    }

    @Override
    public List<SinkLag> collect() throws InterruptedException {
        List<SinkSettings> wanted = sinks.required();
        if (wanted.isEmpty()) {
            return List.of();
        }
        return brokers.call(admin -> {
            Set<String> topics = admin.topicNames();
            return wanted.stream()
                    .map(sink -> lag(
                            admin,
                            sink,
                            sink.topics(topics).stream()
                                    .filter(topics::contains)
                                    .toList()))
                    .toList();
        });
    }

    private SinkLag lag(KafkaAdmin admin, SinkSettings sink, List<String> topics) {
        List<TopicPartition> partitions = admin.partitions(topics);
        Map<TopicPartition, Long> ends = admin.lastStableOffsets(partitions);
        Map<TopicPartition, Long> starts = admin.earliestOffsets(partitions);
        Map<TopicPartition, Long> written = written(admin, sink);
        Map<String, Long> records = new TreeMap<>();
        topics.forEach(topic -> records.put(topic, 0L));
        Map<TopicPartition, Long> unread = new HashMap<>();
        ends.forEach((partition, end) -> {
            long start = starts.getOrDefault(partition, 0L);
            long position = Math.max(start, written.getOrDefault(partition, start));
            if (end > position) {
                unread.put(partition, position);
            }
        });
        double seconds = 0;
        boolean isKnown = true;
        Map<TopicPartition, Next> next = unread.isEmpty() ? Map.of() : reader.next(unread, ends, READ_LIMIT);
        for (Map.Entry<TopicPartition, Next> entry : next.entrySet()) {
            ConsumerRecord<byte[], byte[]> oldest = entry.getValue().first();
            if (oldest != null) {
                seconds = Math.max(seconds, age(oldest));
            }
            isKnown &= entry.getValue().complete();
            if (oldest != null || !entry.getValue().complete()) {
                records.merge(entry.getKey().topic(), ends.get(entry.getKey()) - unread.get(entry.getKey()), Long::sum);
            }
        }
        long total = records.values().stream().mapToLong(Long::longValue).sum();
        return new SinkLag(sink.name(), total, isKnown ? Double.valueOf(seconds) : null, records);
    }

    private Map<TopicPartition, Long> written(KafkaAdmin admin, SinkSettings sink) {
        Map<TopicPartition, Long> offsets = new HashMap<>(admin.committedOffsets(sink.group()));
        if (database.isConfigured()) {
            stored(sink).forEach(stored -> offsets.merge(stored.partition(), stored.nextOffset(), Math::max));
        }
        return offsets;
    }

    /** Empty without the table, or without the database: then the offsets of the group alone, which are up to a minute old. */
    private List<Stored> stored(SinkSettings sink) {
        try {
            return database.exists("connect_sink_offsets")
                    ? database.rows(
                            STORED,
                            row -> new Stored(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)),
                            sink.name())
                    : List.of();
        } catch (StateException e) {
            return List.of();
        }
    }

    private double age(ConsumerRecord<byte[], byte[]> record) {
        Long received = receiveTimeMs(record.headers().lastHeader(RECEIVE_TIME));
        long sinceEpochMs = received == null ? record.timestamp() : received;
        return Math.max(0, (clock.millis() - sinceEpochMs) / 1000.0);
    }

    private static @Nullable Long receiveTimeMs(@Nullable Header header) {
        try {
            return header == null || header.value() == null
                    ? null
                    : TimeUnit.NANOSECONDS.toMillis(Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public void close() {
        reader.close();
        database.close();
    }
}
