package io.pulsefeed.cli.database;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed database plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Lists tables and analytics that are missing or differ from their files. Changes nothing.",
        footer = "Exit codes: 0 no differences, 3 differences, 1 failure, 2 invalid usage.")
final class DatabasePlanCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Override
    public Integer call() {
        try (Database database = options.connect()) {
            SchemaPlan plan = SchemaPlan.of(database, Checkout.current());
            System.out.println(plan.server());
            List<SchemaPlan.Item> items = plan.items();
            items.forEach(item -> System.out.println(item.line()));
            List<String> upgrades = plan.upgrades();
            upgrades.forEach(System.out::println);
            List<String> others = plan.otherDifferences();
            others.forEach(System.out::println);
            plan.retention().offers().forEach(offer -> System.out.println(offer.line()));
            if (upgrades.isEmpty()
                    && others.isEmpty()
                    && items.stream().allMatch(item -> item.state() == SchemaPlan.State.UNCHANGED)) {
                System.out.println("Tables and analytics match the files.");
                return 0;
            }
            System.out.println("Apply + and ~ with: pulsefeed database apply. Resolve ! yourself.");
            return ExitCodes.DIFFERENCES;
        }
    }
}
