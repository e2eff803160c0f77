package io.pulsefeed.cli.topics;

import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicStates.State;
import java.util.List;
import java.util.Locale;
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
            "Makes missing topics and sets settings that differ.",
            "Shows the topics afterwards. Deletes nothing, and can be run again at any time."
        },
        footer = "Exit codes: 0 done, 1 it failed, 2 wrong usage.")
final class TopicsApplyCommand implements Callable<Integer> {

    @Mixin
    private TopicOptions topics;

    @Option(
            names = "--raise-partitions",
            description =
                    "Gives topics that have fewer partitions than the profile more of them. From then on a key's records may "
                            + "go to another partition than before; see docs/operations.md.")
    private boolean raisePartitions;

    @Override
    public Integer call() {
        return topics.withPlan(this::apply);
    }

    private int apply(TopicPlan plan) {
        List<String> lines = plan.apply(raisePartitions);
        lines.forEach(System.out::println);
        System.out.println(lines.isEmpty() ? "Nothing to change." : "");
        plan.states().forEach(TopicsApplyCommand::print);
        return 0;
    }

    /** Own settings only: the dozens of others are the broker's. */
    private static void print(State topic) {
        TreeMap<String, String> own = new TreeMap<>(topic.settings());
        own.keySet().retainAll(topic.own());
        System.out.printf(
                Locale.ROOT,
                "%-24s partitions %-3d replicas %d  in sync %d/%d  %s%n",
                topic.name(),
                topic.partitions(),
                topic.replicationFactor(),
                topic.inSync(),
                topic.partitions() * topic.replicationFactor(),
                own.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
    }
}
