package io.pulsefeed.cli.acls;

import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed acls apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Creates the ACLs of the file, and deletes other ACLs of its principals. ACLs of principals that are not in the "
                        + "file do not change. Idempotent.",
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
final class AclsApplyCommand implements Callable<Integer> {

    @Mixin
    private AclOptions options = new AclOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        return options.withPlan((plan, admin) -> {
            plan.apply(admin);
            if (json.isRequested()) {
                JsonOutput.print(System.out, plan.json());
                return 0;
            }
            plan.lines().forEach(System.out::println);
            if (plan.isEmpty()) {
                System.out.println("Nothing to change.");
            }
            return 0;
        });
    }
}
