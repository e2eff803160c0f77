package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.KafkaAdmin.LogDirectory;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicPlan.Difference;
import io.pulsefeed.admin.TopicPlan.Kind;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.admin.TopicStates.State;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.output.ByteSizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.Node;

/** The brokers, the differences between topics and profile, replicas, and the size of topics on disk. */
final class BrokerCheck implements Check {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_SHOWN = 3;
    private final BrokerOptions brokers;
    private final TopicProfile profile;

    BrokerCheck(BrokerOptions brokers, TopicProfile profile) {
        this.brokers = brokers;
        this.profile = profile;
    }

    @Override
    public List<Finding> run() {
        try {
            return brokers.withAdmin(Duration.ZERO, LIMIT, admin -> {
                List<Finding> findings = new ArrayList<>();
                findings.add(brokers(admin));
                List<LogDirectory> directories = admin.withLimit(LIMIT).logDirectories();
                findings.addAll(disks(directories));
                TopicPlan plan = new TopicPlan(profile, admin.withLimit(LIMIT));
                findings.add(topics(plan.differences()));
                findings.add(replicas(plan.states()));
                findings.add(Finding.ok("topic disk", ByteSizes.list(KafkaAdmin.topicSizes(directories))));
                return findings;
            });
        } catch (UserError e) {
            return List.of(Finding.fail("broker", e.getMessage(), ""));
        }
    }

    private Finding brokers(KafkaAdmin admin) {
        Collection<Node> nodes = admin.brokers();
        return Finding.ok(
                "broker",
                nodes.size() + " registered at " + brokers.bootstrapServer() + ", advertised as "
                        + nodes.stream()
                                .map(node -> node.host() + ":" + node.port())
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    /** The log directories that are full or offline. */
    static List<Finding> disks(List<LogDirectory> directories) {
        return directories.stream()
                .filter(directory -> directory.isFull() || directory.isOffline())
                .map(
                        directory -> Finding.fail(
                                "broker disk",
                                directory.path() + " of broker " + directory.broker() + ": "
                                        + (directory.isFull()
                                                ? "No space left on device, "
                                                        + ByteSizes.of(directory
                                                                .usableBytes()
                                                                .orElse(0)) + " free"
                                                : "offline after an error of its disk"),
                                "Free some space, see docs/operations.md, Disk fills up; then restart the broker if it stopped"))
                .toList();
    }

    Finding topics(List<Difference> differences) {
        if (differences.isEmpty()) {
            return Finding.ok("topics", profile.topics().size() + " match the profile " + profile.name());
        }
        boolean missing = differences.stream().anyMatch(d -> d.kind() == Kind.CREATE);
        String text = differences.size() + " differences from the profile " + profile.name() + ": "
                + differences.stream().limit(MAX_SHOWN).map(Difference::text).collect(Collectors.joining("; "))
                + (differences.size() > MAX_SHOWN ? "; ..." : "");
        String advice = "List them with pulsefeed topics plan --profile " + profile.name()
                + ", fix them with pulsefeed topics apply";
        return missing ? Finding.fail("topics", text, advice) : Finding.warn("topics", text, advice);
    }

    static Finding replicas(Collection<State> states) {
        List<String> leaderless =
                states.stream().filter(s -> s.leaderless() > 0).map(State::name).toList();
        List<String> outOfSync = states.stream()
                .filter(s -> s.inSync() < s.partitions() * s.replicationFactor())
                .map(State::name)
                .toList();
        if (!leaderless.isEmpty()) {
            return Finding.fail(
                    "replicas",
                    "no leader in " + String.join(", ", leaderless),
                    "Start the broker that had the leader");
        }
        return outOfSync.isEmpty()
                ? Finding.ok("replicas", "all in sync")
                : Finding.warn(
                        "replicas",
                        "not all in sync in " + String.join(", ", outOfSync),
                        "Check whether a broker is down or slow");
    }
}
