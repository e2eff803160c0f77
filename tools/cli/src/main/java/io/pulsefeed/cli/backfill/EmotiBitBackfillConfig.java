package io.pulsefeed.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Configuration of the temporary connector. It has the topics, metrics, patients and converters of the live connector, so that its
 * records have the same form.
 */
final class EmotiBitBackfillConfig {

    private static final List<String> COPIED_PREFIXES = List.of(
            "topic.",
            "metrics.",
            "patient.",
            "study.",
            "battery.",
            "key.converter",
            "value.converter",
            "config.providers");

    private EmotiBitBackfillConfig() {}

    /**
     * @param live configuration of the live connector; empty if there is none
     * @param consumer configuration of the consumer with which the task reads the topics
     * @param storedSessions topic with the sessions of the database; empty for none
     */
    static ObjectNode config(
            JsonNode live,
            String file,
            String device,
            String session,
            Map<String, String> consumer,
            String storedSessions,
            boolean dryRun) {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        live.properties().forEach(field -> {
            if (COPIED_PREFIXES.stream().anyMatch(field.getKey()::startsWith)) {
                config.set(field.getKey(), field.getValue());
            }
        });
        config.put("connector.class", "io.pulsefeed.emotibit.EmotiBitSourceConnector");
        config.put("tasks.max", "1");
        config.put("discovery.broadcast.enabled", "false");
        config.put("backfill.paths", file);
        config.put("backfill.device.id", device);
        config.put("backfill.session.id", session);
        config.put("backfill.dry.run", Boolean.toString(dryRun));
        config.put("backfill.session.topics", storedSessions);
        consumer.forEach((key, value) -> config.put("backfill.consumer." + key, value));
        return config;
    }

    /** A topic of the live connector. */
    static String topic(JsonNode live, String key, String defaultTopic) {
        return live.path(key).asText(defaultTopic);
    }
}
