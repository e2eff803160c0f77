package io.pulsefeed.cli.database;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed database apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Creates missing tables and analytics, recreates analytics that differ from their files, and upgrades the indexes and",
            "columns of tables.",
            "Does not change rows of tables, or objects that were created by others. Idempotent."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
final class DatabaseApplyCommand implements Callable<Integer> {

    @Option(
            names = "--large-tables",
            description =
                    "Also builds indexes of hypertables of more than 2 GB. The sink waits meanwhile, for minutes.")
    private boolean isLargeAllowed;

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Override
    public Integer call() {
        try (Database database = options.connect()) {
            SchemaPlan plan = SchemaPlan.of(database, Checkout.current());
            System.out.println(plan.server());
            List<String> lines = plan.apply(isLargeAllowed);
            lines.forEach(System.out::println);
            if (lines.isEmpty()) {
                System.out.println("Nothing to change.");
            }
            return 0;
        }
    }
}
