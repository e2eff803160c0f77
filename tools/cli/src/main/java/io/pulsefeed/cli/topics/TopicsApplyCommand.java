package io.pulsefeed.cli.topics;

import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicStates.State;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed topics apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Creates missing topics and sets configurations that differ.",
            "Lists the topics afterwards. Deletes nothing. Idempotent."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
final class TopicsApplyCommand implements Callable<Integer> {

    private static final Table TABLE =
            new Table(Column.left(24), Column.left(14), Column.text(), Column.text(), Column.text());

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Option(
            names = "--raise-partitions",
            description =
                    "Adds partitions to topics that have fewer than the profile. New records of a key may then go to a "
                            + "different partition; see docs/operations.md.")
    private boolean raisePartitions;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        return topics.withPlan(this::apply);
    }

    private int apply(TopicPlan plan) {
        List<Change> changes = plan.apply(raisePartitions);
        if (json.isRequested()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("changes", changes);
            result.put(
                    "topics",
                    plan.states().stream().map(TopicsApplyCommand::json).toList());
            JsonOutput.print(System.out, result);
            return 0;
        }
        changes.forEach(System.out::println);
        System.out.println(changes.isEmpty() ? "Nothing to change." : "");
        plan.states().forEach(TopicsApplyCommand::print);
        return 0;
    }

    private static Map<String, Object> json(State topic) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", topic.name());
        json.put("partitions", topic.partitions());
        json.put("replication_factor", topic.replicationFactor());
        json.put("in_sync", topic.inSync());
        json.put("leaderless", topic.leaderless());
        json.put("settings", overrides(topic));
        return json;
    }

    /** The settings of the topic, without the defaults of the broker. */
    private static SortedMap<String, String> overrides(State topic) {
        TreeMap<String, String> overrides = new TreeMap<>(topic.settings());
        overrides.keySet().retainAll(topic.overrides());
        return overrides;
    }

    private static void print(State topic) {
        TABLE.print(
                System.out,
                topic.name(),
                "partitions " + topic.partitions(),
                "replicas " + topic.replicationFactor() + " ",
                "in sync " + topic.inSync() + "/" + topic.partitions() * topic.replicationFactor() + " ",
                overrides(topic).entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
    }
}
