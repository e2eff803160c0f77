package io.pulsefeed.cli.database;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed database apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Makes missing tables and analytics, and makes analytics anew that differ from their files.",
            "All in one transaction; no row of a table is touched, and what somebody else made is left alone. Can be run "
                    + "again at any time."
        },
        footer = "Exit codes: 0 done, 1 it failed, 2 wrong usage.")
final class DatabaseApplyCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions options;

    @Override
    public Integer call() {
        try (Database database = options.connect()) {
            SchemaPlan plan = SchemaPlan.of(database, Checkout.current());
            System.out.println(plan.edition());
            List<String> lines = plan.apply();
            lines.forEach(System.out::println);
            if (lines.isEmpty()) {
                System.out.println("Nothing to change.");
            }
            return 0;
        }
    }
}
