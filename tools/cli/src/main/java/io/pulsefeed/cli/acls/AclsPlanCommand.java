package io.pulsefeed.cli.acls;

import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed acls plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Lists the ACLs that apply would create (+) and delete (-). Changes nothing.",
        footer = "Exit codes: 0 nothing to change, 3 differences, 1 failure, 2 invalid usage.")
final class AclsPlanCommand implements Callable<Integer> {

    @Mixin
    private AclOptions options = new AclOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        return options.withPlan((plan, admin) -> {
            if (json.isRequested()) {
                JsonOutput.print(System.out, plan.json());
                return plan.isEmpty() ? 0 : ExitCodes.DIFFERENCES;
            }
            plan.lines().forEach(System.out::println);
            System.out.println(plan.isEmpty() ? "Nothing to change." : "");
            return plan.isEmpty() ? 0 : ExitCodes.DIFFERENCES;
        });
    }
}
