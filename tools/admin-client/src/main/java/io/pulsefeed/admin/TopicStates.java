package io.pulsefeed.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads how topics are in the cluster. */
public final class TopicStates {

    /**
     * A topic as it is.
     *
     * @param inSync replicas in sync, over all partitions
     * @param leaderless partitions without a leader
     * @param settings every setting with the value in force
     * @param own names of the settings that were set on the topic itself
     */
    public record State(
            String name,
            int partitions,
            int replicationFactor,
            int inSync,
            int leaderless,
            Map<String, String> settings,
            Set<String> own) {}

    private TopicStates() {}

    /** The states of those of {@code names} that exist, in the order of {@code names}. */
    public static Map<String, State> read(Admin admin, Collection<String> names, AdminCalls calls) {
        Set<String> present = calls.await(admin.listTopics().names());
        List<String> wanted = names.stream().filter(present::contains).toList();
        Map<String, TopicDescription> descriptions = new TreeMap<>();
        admin.describeTopics(wanted)
                .topicNameValues()
                .forEach((name, call) -> addIfKnown(descriptions, name, () -> calls.await(call)));
        Map<String, Config> configs = new TreeMap<>();
        admin.describeConfigs(wanted.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .forEach((resource, call) -> addIfKnown(configs, resource.name(), () -> calls.await(call)));
        Map<String, State> states = new LinkedHashMap<>();
        for (String name : wanted) {
            if (descriptions.containsKey(name) && configs.containsKey(name)) {
                states.put(name, state(descriptions.get(name), configs.get(name)));
            }
        }
        return states;
    }

    /** A topic made or deleted a moment ago may be unknown to the broker that was asked. */
    private static <T> void addIfKnown(Map<String, T> found, String name, java.util.function.Supplier<T> call) {
        try {
            found.put(name, call.get());
        } catch (UnknownTopicOrPartitionException e) {
            // counts as missing; whoever needs it looks again
        }
    }

    private static State state(TopicDescription topic, Config config) {
        List<TopicPartitionInfo> partitions = new ArrayList<>(topic.partitions());
        Map<String, String> settings = new TreeMap<>();
        Set<String> own = new TreeSet<>();
        for (ConfigEntry entry : config.entries()) {
            settings.put(entry.name(), entry.value());
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                own.add(entry.name());
            }
        }
        return new State(
                topic.name(),
                partitions.size(),
                partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
                partitions.stream().mapToInt(p -> p.isr().size()).sum(),
                (int) partitions.stream().filter(p -> p.leader() == null).count(),
                settings,
                own);
    }
}
