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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * How a cluster differs from a profile, and what makes it match: missing topics are made, settings are set. Applied twice, the
 * second time changes nothing. Nothing is ever deleted.
 */
public final class TopicPlan {

    /** What can be done about a difference. */
    public enum Kind {
        /** The topic is missing and will be made. */
        CREATE,
        /** A setting has another value and will be set. */
        SET,
        /** The topic has fewer partitions; more are made only when asked, for they change which partition a key goes to. */
        RAISE,
        /** Left to a person. */
        LEFT
    }

    /** One difference; {@code text} says it in a line for the user. */
    public record Difference(Kind kind, String topic, String key, String wanted, String text) {}

    private static final String PARTITIONS = "partitions";
    private static final String MIN_IN_SYNC = "min.insync.replicas";

    private final TopicProfile profile;
    private final Admin admin;
    private final AdminCalls calls;

    /** @param limit for everything that is asked of this plan together */
    public TopicPlan(TopicProfile profile, Admin admin, Duration limit) {
        this.profile = profile;
        this.admin = admin;
        this.calls = new AdminCalls(limit);
    }

    /** The topics of the profile as they are now; those that are missing are left out. */
    public Collection<State> states() {
        return TopicStates.read(admin, names(), calls).values();
    }

    /** What differs now, in the order of the profile; empty when all is as the profile says. */
    public List<Difference> differences() {
        Map<String, State> present = TopicStates.read(admin, names(), calls);
        List<Difference> differences = new ArrayList<>();
        for (Topic topic : profile.topics()) {
            compare(topic, present.get(topic.name()), differences);
        }
        return differences;
    }

    static void compare(Topic wanted, State found, List<Difference> differences) {
        String name = wanted.name();
        if (found == null) {
            differences.add(new Difference(
                    Kind.CREATE,
                    name,
                    "",
                    "",
                    name + " is missing; to be made with " + counted(wanted.partitions(), "partition")
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
                            ? left(name, "keeps " + key + "=" + current + ", for it has fewer replicas than " + value)
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
                            + wanted.replicationFactor() + "; kafka-reassign-partitions.sh changes it"));
        }
        Set<String> strangers = new LinkedHashSet<>(found.own());
        strangers.removeAll(wanted.settings().keySet());
        for (String key : strangers) {
            String value = found.settings().get(key);
            differences.add(left(name, "has " + key + "=" + value + " of its own, which the profile does not name"));
        }
    }

    private static void comparePartitions(Topic wanted, State found, List<Difference> differences) {
        String counts = "has " + counted(found.partitions(), "partition") + ", the profile " + wanted.partitions();
        boolean compacted = found.settings().getOrDefault("cleanup.policy", "").contains("compact");
        if (found.partitions() < wanted.partitions() && compacted) {
            differences.add(left(
                    wanted.name(),
                    counts + "; more would leave old values of its keys where nobody overwrites them. Leave it"));
        } else if (found.partitions() < wanted.partitions()) {
            differences.add(new Difference(
                    Kind.RAISE,
                    wanted.name(),
                    PARTITIONS,
                    Integer.toString(wanted.partitions()),
                    wanted.name() + " " + counts + "; --raise-partitions adds them, and moves keys"));
        } else if (found.partitions() > wanted.partitions()) {
            differences.add(left(
                    wanted.name(),
                    counts + "; Kafka cannot take partitions away. Write " + found.partitions() + " into the profile"));
        }
    }

    private static Difference left(String topic, String text) {
        return new Difference(Kind.LEFT, topic, "", "", topic + " " + text);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /**
     * Makes the cluster match, and waits until it does and each partition has a leader.
     *
     * @param raisePartitions whether topics with fewer partitions get more
     * @return what was changed or had to be left, a line each; empty when all was as it should be
     * @throws KafkaException if it cannot be done within the limit, with the reason
     */
    public List<String> apply(boolean raisePartitions) {
        Set<String> lines = new LinkedHashSet<>();
        Predicate<Difference> doable = difference -> difference.kind() == Kind.CREATE
                || difference.kind() == Kind.SET
                || difference.kind() == Kind.RAISE && raisePartitions;
        try {
            while (true) {
                List<Difference> differences = differences();
                List<Difference> open = differences.stream().filter(doable).toList();
                if (open.isEmpty() && states().stream().allMatch(state -> state.leaderless() == 0)) {
                    differences.forEach(difference -> lines.add("left " + difference.text()));
                    return List.copyOf(lines);
                }
                lines.addAll(change(open));
                if (calls.isEnding()) {
                    throw new org.apache.kafka.common.errors.TimeoutException(
                            "the brokers took the changes, but do not show them yet");
                }
                calls.pause();
            }
        } catch (KafkaException e) {
            throw new KafkaException(
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
            calls.await(admin.incrementalAlterConfigs(settings).all());
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
            calls.await(admin.createTopics(List.of(wanted)).all());
            lines.add("created " + name + " with " + counted(topic.partitions(), "partition"));
        } catch (TopicExistsException e) {
            // made in the meantime, or not yet known where it was looked for; its settings are compared next
            calls.pause();
        } catch (InvalidReplicationFactorException e) {
            // the other brokers of a cluster that is starting may only need a moment
            if (calls.isEnding()) {
                throw new InvalidReplicationFactorException(name + " needs " + topic.replicationFactor()
                        + " brokers, and fewer have joined. Start the others, or choose a profile for one broker.");
            }
            calls.pause();
        }
    }

    private void raise(Difference difference, List<String> lines) {
        int count = Integer.parseInt(difference.wanted());
        KafkaFuture<Void> call = admin.createPartitions(Map.of(difference.topic(), NewPartitions.increaseTo(count)))
                .all();
        try {
            calls.await(call);
            lines.add("raised " + difference.topic() + " to " + counted(count, "partition"));
        } catch (InvalidPartitionsException e) {
            // raised in the meantime; the next look tells
            calls.pause();
        }
    }

    private List<String> names() {
        return profile.topics().stream().map(Topic::name).toList();
    }
}
