package io.pulsefeed.cli.topics;

import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicPlan.Difference;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed topics plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Lists the differences between the topics and the profile. Changes nothing.",
        footer = "Exit codes: 0 no differences, 3 differences, 1 failure, 2 invalid usage.")
final class TopicsPlanCommand implements Callable<Integer> {

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        return topics.withPlan(this::show);
    }

    private int show(TopicPlan plan) {
        List<Difference> differences = plan.differences();
        if (json.isRequested()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("differs", !differences.isEmpty());
            result.put(
                    "differences", differences.stream().map(Difference::planned).toList());
            JsonOutput.print(System.out, result);
            return differences.isEmpty() ? 0 : ExitCodes.DIFFERENCES;
        }
        for (Difference difference : differences) {
            System.out.println(switch (difference.kind()) {
                        case CREATE -> "+ ";
                        case SET -> "~ ";
                        case RAISE, LEFT -> "! ";
                    }
                    + difference.text());
        }
        if (differences.isEmpty()) {
            System.out.println("All topics match the profile.");
            return 0;
        }
        System.out.println("Apply + and ~ with: pulsefeed topics apply. Resolve ! yourself.");
        return ExitCodes.DIFFERENCES;
    }
}
