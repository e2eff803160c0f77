package io.pulsefeed.admin;

import io.pulsefeed.admin.TopicProfile.Topic;
import io.pulsefeed.admin.TopicStates.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The differences between a cluster and a topic profile, and the changes that remove them: missing topics are created, settings are
 * set. Applying a plan is idempotent. Nothing is ever deleted.
 */
public final class TopicPlan {

    /** How a difference is handled. */
    public enum Kind {
        /** The topic is missing; {@link #apply} creates it. */
        CREATE,
        /** A setting has another value; {@link #apply} sets it. */
        SET,
        /** The topic has fewer partitions. {@link #apply} adds some on request only, because that changes the partition of keys. */
        RAISE,
        /** Not changed by {@link #apply}; the user decides. */
        LEFT
    }

    /** One difference; {@code text} describes it for the user. */
    public record Difference(Kind kind, String topic, String key, String wanted, String text) {}

    private static final String PARTITIONS = "partitions";
    private static final String MIN_IN_SYNC = "min.insync.replicas";

    private final TopicProfile profile;
    private final KafkaAdmin admin;

    /** @param admin its deadline holds for all calls of this plan together */
    public TopicPlan(TopicProfile profile, KafkaAdmin admin) {
        this.profile = profile;
        this.admin = admin;
    }

    /** @param limit time for all calls of this plan together */
    public TopicPlan(TopicProfile profile, Admin admin, Duration limit) {
        this(profile, new KafkaAdmin(admin, limit));
    }

    /** The topics of the profile that exist in the cluster. */
    public Collection<State> states() {
        return TopicStates.read(admin, profile.topicNames()).values();
    }

    /** The current differences, in the order of the profile. */
    public List<Difference> differences() {
        Map<String, State> existing = TopicStates.read(admin, profile.topicNames());
        List<Difference> differences = new ArrayList<>();
        for (Topic topic : profile.topics()) {
            compare(topic, existing.get(topic.name()), differences);
        }
        return differences;
    }

    static void compare(Topic wanted, @Nullable State found, List<Difference> differences) {
        String name = wanted.name();
        if (found == null) {
            differences.add(new Difference(
                    Kind.CREATE,
                    name,
                    "",
                    "",
                    name + " is missing; to be created with " + counted(wanted.partitions(), "partition")
                            + " and replication factor " + wanted.replicationFactor()));
            return;
        }
        wanted.settings().forEach((key, value) -> {
            String current = found.settings().get(key);
            if (value.equals(current)) {
                return;
            }
            boolean tooMany = key.equals(MIN_IN_SYNC) && Integer.parseInt(value) > found.replicationFactor();
            differences.add(
                    tooMany
                            ? left(
                                    name,
                                    "keeps " + key + "=" + current + " because it has fewer replicas than " + value)
                            : new Difference(
                                    Kind.SET,
                                    name,
                                    key,
                                    value,
                                    name + ": " + key + " is " + current + ", to be " + value));
        });
        comparePartitions(wanted, found, differences);
        if (found.replicationFactor() != wanted.replicationFactor()) {
            differences.add(left(
                    name,
                    "has replication factor " + found.replicationFactor() + ", the profile "
                            + wanted.replicationFactor() + "; change it with kafka-reassign-partitions.sh"));
        }
        Set<String> unknown = new LinkedHashSet<>(found.overrides());
        unknown.removeAll(wanted.settings().keySet());
        for (String key : unknown) {
            String value = found.settings().get(key);
            differences.add(left(name, "has the override " + key + "=" + value + ", which is not in the profile"));
        }
    }

    private static void comparePartitions(Topic wanted, State found, List<Difference> differences) {
        String counts = "has " + counted(found.partitions(), "partition") + ", the profile " + wanted.partitions();
        boolean compacted = found.settings().getOrDefault("cleanup.policy", "").contains("compact");
        if (found.partitions() < wanted.partitions() && compacted) {
            differences.add(left(
                    wanted.name(), counts + "; not raised, because old values of moved keys would never be compacted"));
        } else if (found.partitions() < wanted.partitions()) {
            differences.add(new Difference(
                    Kind.RAISE,
                    wanted.name(),
                    PARTITIONS,
                    Integer.toString(wanted.partitions()),
                    wanted.name() + " " + counts + "; --raise-partitions adds them and moves keys"));
        } else if (found.partitions() > wanted.partitions()) {
            differences.add(left(
                    wanted.name(),
                    counts + "; Kafka cannot remove partitions, so set " + found.partitions() + " in the profile"));
        }
    }

    private static Difference left(String topic, String text) {
        return new Difference(Kind.LEFT, topic, "", "", topic + " " + text);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /**
     * Changes the cluster to match the profile, and waits until it matches and each partition has a leader.
     *
     * @param raisePartitions whether topics with fewer partitions get more
     * @return one line for each change and for each difference that remains
     * @throws BrokerException if the cluster does not match within the time limit
     */
    public List<String> apply(boolean raisePartitions) {
        Set<String> lines = new LinkedHashSet<>();
        Predicate<Difference> applicable = difference -> difference.kind() == Kind.CREATE
                || difference.kind() == Kind.SET
                || difference.kind() == Kind.RAISE && raisePartitions;
        try {
            while (true) {
                List<Difference> differences = differences();
                List<Difference> open = differences.stream().filter(applicable).toList();
                if (open.isEmpty() && states().stream().allMatch(state -> state.leaderless() == 0)) {
                    differences.forEach(difference -> lines.add("left " + difference.text()));
                    return List.copyOf(lines);
                }
                lines.addAll(change(open));
                if (admin.isEnding()) {
                    throw KafkaAdmin.timedOut("The brokers accepted the changes, but do not show them yet.");
                }
                admin.pauseBeforeRetry();
            }
        } catch (BrokerException e) {
            throw new BrokerException(
                    "The topics of profile " + profile.name() + " could not be applied: " + e.getMessage(), e);
        }
    }

    private List<String> change(List<Difference> open) {
        List<String> lines = new ArrayList<>();
        Map<ConfigResource, Collection<AlterConfigOp>> settings = new LinkedHashMap<>();
        for (Difference difference : open) {
            switch (difference.kind()) {
                case CREATE -> create(difference.topic(), lines);
                case RAISE -> raise(difference, lines);
                default -> {
                    settings.computeIfAbsent(
                                    new ConfigResource(ConfigResource.Type.TOPIC, difference.topic()),
                                    r -> new ArrayList<>())
                            .add(new AlterConfigOp(
                                    new ConfigEntry(difference.key(), difference.wanted()), AlterConfigOp.OpType.SET));
                    lines.add("set " + difference.key() + " of " + difference.topic() + " to " + difference.wanted());
                }
            }
        }
        if (!settings.isEmpty()) {
            admin.await(admin.client().incrementalAlterConfigs(settings).all());
        }
        return lines;
    }

    private void create(String name, List<String> lines) {
        Topic topic = profile.topics().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        NewTopic wanted = new NewTopic(name, topic.partitions(), topic.replicationFactor()).configs(topic.settings());
        try {
            admin.await(admin.client().createTopics(List.of(wanted)).all());
            lines.add("created " + name + " with " + counted(topic.partitions(), "partition"));
        } catch (BrokerException e) {
            boolean tooFewBrokers = e.isCausedBy(InvalidReplicationFactorException.class);
            if (tooFewBrokers && admin.isEnding()) {
                throw new BrokerException(
                        name + " needs " + topic.replicationFactor()
                                + " brokers, but fewer have registered. Start the others, or use a profile for one broker.",
                        e);
            }
            // Brokers of a starting cluster may still register; a topic may exist that the first broker did not know.
            if (!tooFewBrokers && !e.isCausedBy(TopicExistsException.class)) {
                throw e;
            }
            admin.pauseBeforeRetry();
        }
    }

    private void raise(Difference difference, List<String> lines) {
        int count = Integer.parseInt(difference.wanted());
        try {
            admin.await(admin.client()
                    .createPartitions(Map.of(difference.topic(), NewPartitions.increaseTo(count)))
                    .all());
            lines.add("raised " + difference.topic() + " to " + counted(count, "partition"));
        } catch (BrokerException e) {
            // Another client may have raised them; the next comparison shows it.
            if (!e.isCausedBy(InvalidPartitionsException.class)) {
                throw e;
            }
            admin.pauseBeforeRetry();
        }
    }
}
