package io.pulsefeed.cli.topics;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.KafkaAdmin;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The topics that the sources of this project write to, by connector. A worker that writes to a topic that does not exist blocks
 * while the task stays RUNNING, possibly days after the start: an alert is a rare record.
 */
public final class WrittenTopics {

    private static final String PREFIX = "topic.";
    private static final String ACCOUNTS = "accounts.topic";
    private static final String ALERT = "topic.alert";
    private static final String BOOK_TOP = "topic.book.top";
    private static final String BOOK_TOP_INTERVAL = "book.top.interval.ms";

    private final Map<String, Set<String>> topics = new TreeMap<>();

    /**
     * Adds the topics of a connector. Connectors of other projects, and those that let the worker create their topics, add none.
     *
     * @param config as submitted to the worker, which resolves placeholders and adds defaults
     */
    public void add(String connector, JsonNode config, ConnectRest worker) {
        String connectorClass = config.path("connector.class").asText();
        boolean createsTopics = config.has("topic.creation.default.partitions");
        if (connectorClass.startsWith("io.pulsefeed.") && connectorClass.contains("Source") && !createsTopics) {
            topics.put(connector, of(worker.validate(connectorClass, config)));
        }
    }

    /** The topics in the response of the worker to a validation. */
    static Set<String> of(JsonNode validation) {
        Map<String, String> values = new HashMap<>();
        for (JsonNode field : validation.path("configs")) {
            JsonNode value = field.path("value");
            values.put(value.path("name").asText(), value.path("value").asText(""));
        }
        List<String> channels =
                Arrays.asList(values.getOrDefault("channels", "").split("\\s*,\\s*"));
        Set<String> topics = new TreeSet<>();
        values.forEach((key, topic) -> {
            if (!topic.isEmpty() && (key.equals("topic") || key.equals(ACCOUNTS) || isWritten(key, values, channels))) {
                topics.add(topic);
            }
        });
        return topics;
    }

    /** The topic of a channel is written only if the connector subscribes to it. */
    private static boolean isWritten(String key, Map<String, String> values, List<String> channels) {
        if (!key.startsWith(PREFIX) || key.startsWith("topic.creation.")) {
            return false;
        }
        if (key.equals(BOOK_TOP) && values.getOrDefault(BOOK_TOP_INTERVAL, "0").equals("0")) {
            return false;
        }
        return !values.containsKey("channels") || channels.contains(channel(key));
    }

    private static String channel(String key) {
        return switch (key) {
            case ALERT -> "ticker";
            case BOOK_TOP -> "book";
            default -> key.substring(PREFIX.length());
        };
    }

    /** One sentence for each connector with topics that do not exist; none if a broker creates them. */
    public List<String> missing(KafkaAdmin admin) {
        Set<String> existing = admin.topicNames();
        Map<String, Set<String>> missing = new TreeMap<>();
        topics.forEach((connector, names) -> {
            Set<String> absent = new TreeSet<>(names);
            absent.removeAll(existing);
            if (!absent.isEmpty()) {
                missing.put(connector, absent);
            }
        });
        return missing.isEmpty() || admin.createsTopics() ? List.of() : sentences(missing);
    }

    static List<String> sentences(Map<String, Set<String>> missing) {
        return missing.entrySet().stream()
                .map(entry -> entry.getKey() + " writes to "
                        + (entry.getValue().size() == 1 ? "topic " : "topics ")
                        + String.join(", ", entry.getValue())
                        + (entry.getValue().size() == 1 ? ", which does not exist" : ", which do not exist"))
                .toList();
    }

    /** How to create missing topics. */
    public static String advice() {
        return "Create the topics of a profile with: pulsefeed topics apply --profile NAME; for other topics, use --file FILE";
    }
}
