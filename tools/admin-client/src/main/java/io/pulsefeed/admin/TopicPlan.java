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
        CREATE(Change.Action.CREATE),
        /** A setting has another value; {@link #apply} sets it. */
        SET(Change.Action.SET),
        /** The topic has fewer partitions. {@link #apply} adds some on request only, because that changes the partition of keys. */
        RAISE(Change.Action.ADD_PARTITIONS),
        /** Not changed by {@link #apply}; the user decides. */
        LEFT(Change.Action.NONE);

        private final Change.Action action;

        Kind(Change.Action action) {
            this.action = action;
        }
    }

    /**
     * One difference.
     *
     * @param setting the setting, or {@code partitions} or {@code replication_factor}; null if the topic is missing
     * @param current null if there is none
     * @param wanted null if the profile has none
     * @param reason why it is left to the user; null if {@link #apply} changes it
     * @param text describes it for the user
     */
    public record Difference(
            Kind kind,
            String topic,
            @Nullable String setting,
            @Nullable Object current,
            @Nullable Object wanted,
            @Nullable String reason,
            String text) {

        /** The difference as a planned change. */
        public Change planned() {
            return toChange(false, text);
        }

        private Change toChange(boolean isApplied, String line) {
            Change change = new Change(kind.action, topic, isApplied, Map.of(), line)
                    .with("setting", setting)
                    .with("from", current)
                    .with("to", wanted);
            return isApplied ? change : change.with("reason", reason);
        }
    }

    private static final String PARTITIONS = "partitions";
    private static final String REPLICATION = "replication_factor";
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
        if (found == null) {
            differences.add(missing(wanted));
            return;
        }
        String name = wanted.name();
        wanted.settings().forEach((key, value) -> {
            if (!value.equals(found.settings().get(key))) {
                differences.add(setting(wanted, found, key, value));
            }
        });
        comparePartitions(wanted, found, differences);
        if (found.replicationFactor() != wanted.replicationFactor()) {
            differences.add(left(
                    name,
                    REPLICATION,
                    found.replicationFactor(),
                    (int) wanted.replicationFactor(),
                    "change it with kafka-reassign-partitions.sh",
                    "has replication factor " + found.replicationFactor() + ", the profile "
                            + wanted.replicationFactor() + "; change it with kafka-reassign-partitions.sh"));
        }
        Set<String> unknown = new LinkedHashSet<>(found.overrides());
        unknown.removeAll(wanted.settings().keySet());
        for (String key : unknown) {
            String value = found.settings().get(key);
            differences.add(left(
                    name,
                    key,
                    value,
                    null,
                    "the override is not in the profile",
                    "has the override " + key + "=" + value + ", which is not in the profile"));
        }
    }

    private static Difference missing(Topic wanted) {
        Map<String, Object> topic = new LinkedHashMap<>();
        topic.put(PARTITIONS, wanted.partitions());
        topic.put(REPLICATION, (int) wanted.replicationFactor());
        topic.put("settings", wanted.settings());
        return new Difference(
                Kind.CREATE,
                wanted.name(),
                null,
                null,
                topic,
                null,
                wanted.name() + " is missing; to be created with " + counted(wanted.partitions(), "partition")
                        + " and replication factor " + wanted.replicationFactor());
    }

    private static Difference setting(Topic wanted, State found, String key, String value) {
        String current = found.settings().get(key);
        boolean tooMany = key.equals(MIN_IN_SYNC) && Integer.parseInt(value) > found.replicationFactor();
        return tooMany
                ? left(
                        wanted.name(),
                        key,
                        current,
                        value,
                        "the topic has fewer replicas",
                        "keeps " + key + "=" + current + " because it has fewer replicas than " + value)
                : new Difference(
                        Kind.SET,
                        wanted.name(),
                        key,
                        current,
                        value,
                        null,
                        wanted.name() + ": " + key + " is " + current + ", to be " + value);
    }

    private static void comparePartitions(Topic wanted, State found, List<Difference> differences) {
        String counts = "has " + counted(found.partitions(), "partition") + ", the profile " + wanted.partitions();
        boolean compacted = found.settings().getOrDefault("cleanup.policy", "").contains("compact");
        if (found.partitions() < wanted.partitions() && !compacted) {
            differences.add(new Difference(
                    Kind.RAISE,
                    wanted.name(),
                    PARTITIONS,
                    found.partitions(),
                    wanted.partitions(),
                    "--raise-partitions adds them and moves keys",
                    wanted.name() + " " + counts + "; --raise-partitions adds them and moves keys"));
        } else if (found.partitions() != wanted.partitions()) {
            String reason = found.partitions() < wanted.partitions()
                    ? "not raised, because old values of moved keys would never be compacted"
                    : "Kafka cannot remove partitions, so set " + found.partitions() + " in the profile";
            differences.add(left(
                    wanted.name(),
                    PARTITIONS,
                    found.partitions(),
                    wanted.partitions(),
                    reason,
                    counts + "; " + reason));
        }
    }

    private static Difference left(
            String topic,
            String setting,
            @Nullable Object current,
            @Nullable Object wanted,
            String reason,
            String text) {
        return new Difference(Kind.LEFT, topic, setting, current, wanted, reason, topic + " " + text);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /**
     * Changes the cluster to match the profile, and waits until it matches and each partition has a leader.
     *
     * @param raisePartitions whether topics with fewer partitions get more
     * @return each change, and each difference that remains
     * @throws BrokerException if the cluster does not match within the time limit
     */
    public List<Change> apply(boolean raisePartitions) {
        Set<Change> changes = new LinkedHashSet<>();
        Predicate<Difference> applicable = difference -> difference.kind() == Kind.CREATE
                || difference.kind() == Kind.SET
                || difference.kind() == Kind.RAISE && raisePartitions;
        try {
            while (true) {
                List<Difference> differences = differences();
                List<Difference> open = differences.stream().filter(applicable).toList();
                if (open.isEmpty() && states().stream().allMatch(state -> state.leaderless() == 0)) {
                    differences.forEach(
                            difference -> changes.add(difference.toChange(false, "left " + difference.text())));
                    return List.copyOf(changes);
                }
                changes.addAll(change(open));
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

    private List<Change> change(List<Difference> open) {
        List<Change> changes = new ArrayList<>();
        Map<ConfigResource, Collection<AlterConfigOp>> settings = new LinkedHashMap<>();
        for (Difference difference : open) {
            switch (difference.kind()) {
                case CREATE -> create(difference, changes);
                case RAISE -> raise(difference, changes);
                default -> {
                    settings.computeIfAbsent(
                                    new ConfigResource(ConfigResource.Type.TOPIC, difference.topic()),
                                    r -> new ArrayList<>())
                            .add(new AlterConfigOp(
                                    new ConfigEntry(difference.setting(), String.valueOf(difference.wanted())),
                                    AlterConfigOp.OpType.SET));
                    changes.add(difference.toChange(
                            true,
                            "set " + difference.setting() + " of " + difference.topic() + " to "
                                    + difference.wanted()));
                }
            }
        }
        if (!settings.isEmpty()) {
            admin.await(admin.client().incrementalAlterConfigs(settings).all());
        }
        return changes;
    }

    private void create(Difference difference, List<Change> changes) {
        String name = difference.topic();
        Topic topic = profile.topics().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        NewTopic wanted = new NewTopic(name, topic.partitions(), topic.replicationFactor()).configs(topic.settings());
        try {
            admin.await(admin.client().createTopics(List.of(wanted)).all());
            changes.add(
                    difference.toChange(true, "created " + name + " with " + counted(topic.partitions(), "partition")));
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

    private void raise(Difference difference, List<Change> changes) {
        int count = profile.topics().stream()
                .filter(topic -> topic.name().equals(difference.topic()))
                .mapToInt(Topic::partitions)
                .findFirst()
                .orElseThrow();
        try {
            admin.await(admin.client()
                    .createPartitions(Map.of(difference.topic(), NewPartitions.increaseTo(count)))
                    .all());
            changes.add(
                    difference.toChange(true, "raised " + difference.topic() + " to " + counted(count, "partition")));
        } catch (BrokerException e) {
            // Another client may have raised them; the next comparison shows it.
            if (!e.isCausedBy(InvalidPartitionsException.class)) {
                throw e;
            }
            admin.pauseBeforeRetry();
        }
    }
}
