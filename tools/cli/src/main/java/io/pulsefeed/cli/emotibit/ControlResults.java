package io.pulsefeed.cli.emotibit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The events of one command in the processed topic, from its end at the time of the call. */
final class ControlResults implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Request request;

    /**
     * The command whose results are read.
     *
     * @param devices devices of the command; empty for all
     * @param tasks number of tasks of the connector, each of which has devices of its own
     */
    record Request(String id, List<String> devices, int tasks) {

        /** Whether no result is missing. Each task reports for how many devices it received the command. */
        boolean isComplete(Map<String, Result> results) {
            return devices.isEmpty()
                    ? tasks == 1 && results.values().stream().anyMatch(result -> results.size() >= result.expected())
                    : results.keySet().containsAll(devices);
        }
    }

    /**
     * What a device did.
     *
     * @param session empty if the device has no session
     * @param file file on the SD card; empty if it is unknown
     * @param unchanged whether the state before the command was that of the command
     * @param expected number of devices of the task
     */
    record Result(
            String device,
            String session,
            boolean done,
            String file,
            String reason,
            boolean unchanged,
            @JsonIgnore long expected) {

        static @Nullable Result of(JsonNode record, String id) {
            JsonNode detail = record.path("detail");
            boolean marker = record.path("event").asText().equals("marker");
            if (!marker && !record.path("event").asText().equals("command")
                    || !detail.path("id").asText().equals(id)) {
                return null;
            }
            return new Result(
                    record.path("device_id").asText(),
                    record.path("session_id").asText(),
                    marker || detail.path("done").asBoolean(),
                    detail.path("file").asText(),
                    detail.path("reason").asText(),
                    detail.path("unchanged").asBoolean(),
                    detail.path("devices").asLong());
        }
    }

    /** @throws UserError if a topic does not exist */
    ControlResults(Map<String, Object> clientConfig, String controlTopic, String processedTopic, Request request) {
        this.request = request;
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            Map<String, List<PartitionInfo>> topics = consumer.listTopics(CALL_TIMEOUT);
            for (String topic : List.of(controlTopic, processedTopic)) {
                if (!topics.containsKey(topic)) {
                    throw new UserError("topic " + topic + " of the connector does not exist. Create it.");
                }
            }
            List<TopicPartition> partitions = topics.get(processedTopic).stream()
                    .map(partition -> new TopicPartition(processedTopic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(partition -> consumer.position(partition, CALL_TIMEOUT));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** The results by device, when all are known or the time is over. */
    List<Result> await(Duration limit) {
        Map<String, Result> results = new TreeMap<>();
        long startMonoNs = System.nanoTime();
        while (!request.isComplete(results) && System.nanoTime() - startMonoNs < limit.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                Result result = Result.of(json(found.value()), request.id());
                if (result != null) {
                    results.put(result.device(), result);
                }
            }
        }
        if (!results.isEmpty()) {
            request.devices().forEach(device -> results.computeIfAbsent(device, ControlResults::missing));
        }
        return List.copyOf(results.values());
    }

    private static Result missing(String device) {
        return new Result(device, "", false, "", "no result from the connector", false, 0);
    }

    /** A record as JSON, without the schema that JsonConverter adds; nothing if it has another format. */
    private static JsonNode json(byte @Nullable [] value) {
        try {
            JsonNode record = value == null ? MissingNode.getInstance() : JSON.readTree(value);
            return record.has("payload") ? record.path("payload") : record;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
