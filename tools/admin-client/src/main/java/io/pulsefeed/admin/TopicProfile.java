package io.pulsefeed.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The topics of a cluster, read from a file of {@code connect-config/topics} and applied by {@link TopicPlan}. */
public final class TopicProfile {

    /** One topic, and the settings that the profile sets; all others keep the default of the broker. */
    public record Topic(String name, int partitions, short replicationFactor, Map<String, String> settings) {}

    private final String name;
    private final List<Topic> topics;

    private TopicProfile(String name, List<Topic> topics) {
        this.name = name;
        this.topics = topics;
    }

    /** @throws IOException if the file cannot be read or is not a topic profile */
    public static TopicProfile read(Path file) throws IOException {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readString(file));
            List<Topic> topics = new ArrayList<>();
            for (JsonNode node : root.required("topics")) {
                Map<String, String> settings = new LinkedHashMap<>();
                node.path("config")
                        .properties()
                        .forEach(entry ->
                                settings.put(entry.getKey(), entry.getValue().asText()));
                topics.add(new Topic(
                        node.required("name").asText(),
                        node.required("partitions").asInt(),
                        (short) node.required("replication.factor").asInt(),
                        settings));
            }
            return new TopicProfile(root.required("profile").asText(), List.copyOf(topics));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(file + " is not a topic profile: " + e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    public List<Topic> topics() {
        return topics;
    }

    public List<String> topicNames() {
        return topics.stream().map(Topic::name).toList();
    }
}
