package io.pulsefeed.cli.acls;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed acls apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Gives every principal of the file the ACLs that it has there, and takes others away from it. Principals that the "
                        + "file does not name keep what they have. Can be run again at any time.",
        footer = "Exit codes: 0 done, 1 it failed, 2 wrong usage.")
final class AclsApplyCommand implements Callable<Integer> {

    @Mixin
    private AclOptions options;

    @Override
    public Integer call() {
        return options.withPlan((plan, admin) -> {
            plan.apply(admin, options.timeout());
            plan.lines().forEach(System.out::println);
            if (plan.isEmpty()) {
                System.out.println("Nothing to change.");
            }
            return 0;
        });
    }
}
