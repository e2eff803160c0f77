package io.pulsefeed.cli.topics;

import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicPlan.Difference;
import io.pulsefeed.cli.ExitCodes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed topics plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Says how the topics differ from the profile, and changes nothing.",
        footer = "Exit codes: 0 nothing differs, 3 something differs, 1 it could not be found out, 2 wrong usage.")
final class TopicsPlanCommand implements Callable<Integer> {

    @Mixin
    private TopicOptions topics;

    @Override
    public Integer call() {
        return topics.withPlan(TopicsPlanCommand::show);
    }

    private static int show(TopicPlan plan) {
        List<Difference> differences = plan.differences();
        for (Difference difference : differences) {
            System.out.println(switch (difference.kind()) {
                        case CREATE -> "+ ";
                        case SET -> "~ ";
                        case RAISE, LEFT -> "! ";
                    }
                    + difference.text());
        }
        if (differences.isEmpty()) {
            System.out.println("All topics are as the profile says.");
            return 0;
        }
        System.out.println("+ and ~ are done by: pulsefeed topics apply. ! is left to you.");
        return ExitCodes.DIFFERENCES;
    }
}
