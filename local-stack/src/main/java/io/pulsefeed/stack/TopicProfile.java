package io.pulsefeed.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of one kind of cluster, as a file of {@code connect-config/topics} lists them. Applying it makes what is
 * missing and sets what differs; applied twice, the second time changes nothing.
 */
public final class TopicProfile {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /** One topic and the settings that the profile cares about; others keep the broker's values. */
    public record Topic(String name, int partitions, short replicationFactor, Map<String, String> settings) {}

    private final String name;
    private final List<Topic> topics;

    private TopicProfile(String name, List<Topic> topics) {
        this.name = name;
        this.topics = topics;
    }

    /** @throws IOException if the file cannot be read, or is not a topic profile */
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

    /**
     * Makes the cluster match, and waits until every topic has a leader for each partition.
     *
     * @return what was changed or could not be, a line each; empty when all was as it should be
     */
    public List<String> apply(Admin admin, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            Collection<String> existing = admin.listTopics().names().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            List<String> changes = new ArrayList<>();
            for (Topic topic : topics) {
                if (!existing.contains(topic.name())) {
                    create(admin, topic, limit);
                    changes.add("created " + topic.name() + " with " + topic.partitions() + " partitions");
                }
            }
            awaitLeaders(admin, deadline);
            changes.addAll(alignSettings(admin, limit));
            changes.addAll(differentPartitionCounts(admin, limit));
            return changes;
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "The topics of profile " + name + " could not be applied: "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "The topics of profile " + name + " could not be applied within " + limit.toSeconds()
                            + " s: the brokers do not answer. Look whether they run.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private static void create(Admin admin, Topic topic, Duration limit)
            throws ExecutionException, InterruptedException, TimeoutException {
        NewTopic wanted =
                new NewTopic(topic.name(), topic.partitions(), topic.replicationFactor()).configs(topic.settings());
        try {
            admin.createTopics(List.of(wanted)).all().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // somebody else made it in the meantime; its settings are aligned next
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void awaitLeaders(Admin admin, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        while (true) {
            Optional<TopicDescription> leaderless = Optional.empty();
            boolean complete = true;
            try {
                leaderless = describe(admin, deadline).values().stream()
                        .filter(t -> t.partitions().stream().anyMatch(p -> p.leader() == null))
                        .findAny();
            } catch (ExecutionException e) {
                // a topic made a moment ago may be unknown to the broker that was asked
                if (!(e.getCause() instanceof org.apache.kafka.common.errors.UnknownTopicOrPartitionException)) {
                    throw e;
                }
                complete = false;
            }
            if (complete && leaderless.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException();
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private Map<String, TopicDescription> describe(Admin admin, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeTopics(topics.stream().map(Topic::name).toList())
                .allTopicNames()
                .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private List<String> alignSettings(Admin admin, Duration limit)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, ConfigResource> resources = topics.stream()
                .collect(Collectors.toMap(Topic::name, t -> new ConfigResource(ConfigResource.Type.TOPIC, t.name())));
        Map<ConfigResource, Config> present =
                admin.describeConfigs(resources.values()).all().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        Map<ConfigResource, Collection<AlterConfigOp>> alterations = new HashMap<>();
        List<String> changes = new ArrayList<>();
        for (Topic topic : topics) {
            ConfigResource resource = resources.get(topic.name());
            topic.settings().forEach((key, value) -> {
                ConfigEntry entry = present.get(resource).get(key);
                if (entry == null || !value.equals(entry.value())) {
                    alterations
                            .computeIfAbsent(resource, r -> new ArrayList<>())
                            .add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
                    changes.add("set " + key + " of " + topic.name() + " to " + value);
                }
            });
        }
        if (!alterations.isEmpty()) {
            admin.incrementalAlterConfigs(alterations).all().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        return changes;
    }

    /** More partitions would send the next record of a key elsewhere than its last, so that is left to a person. */
    private List<String> differentPartitionCounts(Admin admin, Duration limit)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> present = describe(admin, System.nanoTime() + limit.toNanos());
        List<String> differences = new ArrayList<>();
        for (Topic topic : topics) {
            int count = present.get(topic.name()).partitions().size();
            if (count != topic.partitions()) {
                differences.add("left " + topic.name() + " with " + count + " partitions (the profile has "
                        + topic.partitions() + "): a change would break the order within keys");
            }
        }
        return differences;
    }
}
