package io.pulsefeed.cli.acls;

import io.pulsefeed.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed acls plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows which ACLs apply would give (+) and take away (-). Changes nothing.",
        footer = "Exit codes: 0 nothing to change, 3 differences, 1 it failed, 2 wrong usage.")
final class AclsPlanCommand implements Callable<Integer> {

    @Mixin
    private AclOptions options;

    @Override
    public Integer call() {
        return options.withPlan((plan, admin) -> {
            plan.lines().forEach(System.out::println);
            System.out.println(plan.isEmpty() ? "Nothing to change." : "");
            return plan.isEmpty() ? 0 : ExitCodes.DIFFERENCES;
        });
    }
}
