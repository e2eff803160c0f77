package io.pulsefeed.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows the records that a backfill publishes, from the present ends of the topics. */
final class BackfillEvents implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String rawTopic;
    private final String file;
    private final List<Summary> summaries = new ArrayList<>();
    private long packets;

    /**
     * The result for one session.
     *
     * @param sessions number of sessions that the file completes
     */
    record Summary(
            String device, String session, long packets, long gapsClosed, long windows, long sessions, boolean dryRun) {

        static Summary of(JsonNode event) {
            JsonNode detail = event.path("detail");
            return new Summary(
                    event.path("device_id").asText(),
                    event.path("session_id").asText(),
                    detail.path("packets").asLong(),
                    detail.path("gaps_closed").asLong(),
                    detail.path("windows").asLong(),
                    detail.path("sessions").asLong(),
                    detail.path("dry_run").asBoolean());
        }
    }

    BackfillEvents(Map<String, Object> clientConfig, String rawTopic, String processedTopic, String file) {
        this.rawTopic = rawTopic;
        this.file = file;
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(rawTopic, processedTopic)) {
            consumer.partitionsFor(topic, CALL_TIMEOUT)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(partition -> consumer.position(partition, CALL_TIMEOUT));
    }

    /** Reads some records. */
    void poll() {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
            JsonNode json = json(found.value());
            if (found.topic().equals(rawTopic)) {
                packets += json.path("time_source").asText().equals("backfill") ? 1 : 0;
            } else if (json.path("event").asText().equals("backfilled")
                    && json.path("detail").path("file").asText().equals(file)) {
                summaries.add(Summary.of(json));
            }
        }
    }

    /** A record as JSON; nothing if another producer has written one that is not. */
    static JsonNode json(byte @Nullable [] value) {
        try {
            return value == null ? MissingNode.getInstance() : JSON.readTree(value);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Number of packets that backfills have published. */
    long packets() {
        return packets;
    }

    /** The summaries of all sessions of a dry run or of a real run; empty until the run is complete. */
    List<Summary> summaries(boolean dryRun) {
        List<Summary> found =
                summaries.stream().filter(s -> s.dryRun() == dryRun).toList();
        return !found.isEmpty() && found.size() >= found.get(0).sessions() ? found : List.of();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
