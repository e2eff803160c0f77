package io.pulsefeed.cli.database;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed database plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Says which tables and analytics are missing or differ from their files, and changes nothing.",
        footer = "Exit codes: 0 nothing differs, 3 something differs, 1 it could not be found out, 2 wrong usage.")
final class DatabasePlanCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions options;

    @Override
    public Integer call() {
        try (Database database = options.connect()) {
            SchemaPlan plan = SchemaPlan.of(database, Checkout.current());
            System.out.println(plan.edition());
            List<SchemaPlan.Item> items = plan.items();
            items.forEach(item -> System.out.println(item.line()));
            if (items.stream().allMatch(item -> item.state() == SchemaPlan.State.THERE)) {
                System.out.println("Everything is as the files say.");
                return 0;
            }
            System.out.println("+ and ~ are done by: pulsefeed database apply. ! is left to you.");
            return ExitCodes.DIFFERENCES;
        }
    }
}
