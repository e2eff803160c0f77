package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.AdminCalls;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicPlan.Difference;
import io.pulsefeed.admin.TopicPlan.Kind;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.admin.TopicStates.State;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.KafkaOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;

/** The brokers, the topics beside their profile, and their size on disk. */
final class BrokerCheck implements Check {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SHOWN_AT_MOST = 3;
    private final KafkaOptions kafka;
    private final TopicProfile profile;

    BrokerCheck(KafkaOptions kafka, TopicProfile profile) {
        this.kafka = kafka;
        this.profile = profile;
    }

    @Override
    public List<Finding> look() {
        try {
            return kafka.withAdmin(admin -> {
                List<Finding> findings = new ArrayList<>();
                findings.add(brokers(admin));
                TopicPlan plan = new TopicPlan(profile, admin, LIMIT);
                findings.add(topics(plan.differences()));
                findings.add(replicas(plan.states()));
                findings.add(Finding.ok("topic disk", Sizes.list(sizes(admin))));
                return findings;
            });
        } catch (UserError e) {
            return List.of(Finding.fail("broker", e.getMessage(), ""));
        }
    }

    private Finding brokers(Admin admin) {
        Collection<Node> nodes =
                new AdminCalls(LIMIT).await(admin.describeCluster().nodes());
        return Finding.ok(
                "broker",
                nodes.size() + " answering through " + kafka.bootstrapServer() + "; clients are sent to "
                        + nodes.stream()
                                .map(node -> node.host() + ":" + node.port())
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    Finding topics(List<Difference> differences) {
        if (differences.isEmpty()) {
            return Finding.ok("topics", profile.topics().size() + " as the profile " + profile.name() + " says");
        }
        boolean missing = differences.stream().anyMatch(d -> d.kind() == Kind.CREATE);
        String text = differences.size() + " differences from the profile " + profile.name() + ": "
                + differences.stream()
                        .limit(SHOWN_AT_MOST)
                        .map(Difference::text)
                        .collect(Collectors.joining("; "))
                + (differences.size() > SHOWN_AT_MOST ? "; ..." : "");
        String advice =
                "pulsefeed topics plan --profile " + profile.name() + " shows all, pulsefeed topics apply mends them";
        return missing ? Finding.fail("topics", text, advice) : Finding.warn("topics", text, advice);
    }

    static Finding replicas(Collection<State> states) {
        List<String> leaderless =
                states.stream().filter(s -> s.leaderless() > 0).map(State::name).toList();
        List<String> behind = states.stream()
                .filter(s -> s.inSync() < s.partitions() * s.replicationFactor())
                .map(State::name)
                .toList();
        if (!leaderless.isEmpty()) {
            return Finding.fail(
                    "replicas", "no leader in " + String.join(", ", leaderless), "Start the broker that held it");
        }
        return behind.isEmpty()
                ? Finding.ok("replicas", "all in sync")
                : Finding.warn(
                        "replicas",
                        "not all in sync in " + String.join(", ", behind),
                        "Look whether a broker is down or slow");
    }

    private static Map<String, Long> sizes(Admin admin) {
        AdminCalls calls = new AdminCalls(LIMIT);
        List<Integer> brokers = calls.await(admin.describeCluster().nodes()).stream()
                .map(Node::id)
                .toList();
        Map<String, Long> sizes = new TreeMap<>();
        calls.await(admin.describeLogDirs(brokers).allDescriptions()).values().forEach(folders -> folders.values()
                .forEach(folder -> folder.replicaInfos()
                        .forEach((partition, replica) -> sizes.merge(partition.topic(), replica.size(), Long::sum))));
        return sizes;
    }
}
