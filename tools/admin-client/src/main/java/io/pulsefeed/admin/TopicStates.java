package io.pulsefeed.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads the partitions, replicas and configuration of topics from the cluster. */
public final class TopicStates {

    /**
     * A topic in the cluster.
     *
     * @param inSync in-sync replicas, over all partitions
     * @param leaderless partitions without a leader
     * @param settings every configuration key with its effective value
     * @param overrides keys that are set on the topic itself
     */
    public record State(
            String name,
            int partitions,
            int replicationFactor,
            int inSync,
            int leaderless,
            Map<String, String> settings,
            Set<String> overrides) {}

    private TopicStates() {}

    /** The states of those of {@code names} that exist, in the order of {@code names}. */
    public static Map<String, State> read(KafkaAdmin admin, Collection<String> names) {
        Set<String> existing = admin.topicNames();
        List<String> wanted = names.stream().filter(existing::contains).toList();
        Map<String, TopicDescription> descriptions = new TreeMap<>();
        admin.client()
                .describeTopics(wanted)
                .topicNameValues()
                .forEach((name, call) -> addIfKnown(descriptions, name, () -> admin.await(call)));
        Map<String, Config> configs = new TreeMap<>();
        admin.client()
                .describeConfigs(wanted.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .forEach((resource, call) -> addIfKnown(configs, resource.name(), () -> admin.await(call)));
        Map<String, State> states = new LinkedHashMap<>();
        for (String name : wanted) {
            TopicDescription description = descriptions.get(name);
            Config config = configs.get(name);
            if (description != null && config != null) {
                states.put(name, state(description, config));
            }
        }
        return states;
    }

    /** A broker may not know a topic yet that was created or deleted a moment ago; such a topic counts as missing. */
    private static <T> void addIfKnown(Map<String, T> found, String name, Supplier<T> call) {
        try {
            found.put(name, call.get());
        } catch (BrokerException e) {
            if (!e.isCausedBy(UnknownTopicOrPartitionException.class)) {
                throw e;
            }
        }
    }

    private static State state(TopicDescription topic, Config config) {
        List<TopicPartitionInfo> partitions = new ArrayList<>(topic.partitions());
        Map<String, String> settings = new TreeMap<>();
        Set<String> overrides = new TreeSet<>();
        for (ConfigEntry entry : config.entries()) {
            settings.put(entry.name(), entry.value());
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                overrides.add(entry.name());
            }
        }
        return new State(
                topic.name(),
                partitions.size(),
                partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
                partitions.stream().mapToInt(p -> p.isr().size()).sum(),
                (int) partitions.stream().filter(p -> p.leader() == null).count(),
                settings,
                overrides);
    }
}
