package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        try (Database database = options.connect()) {
            SchemaPlan plan = SchemaPlan.of(database, Checkout.current());
            List<SchemaPlan.Item> items = plan.items();
            List<Change> upgrades = plan.upgrades();
            List<Change> others = plan.otherDifferences();
            List<DefaultRetention.Offer> offers = plan.retention().offers();
            boolean matches = upgrades.isEmpty()
                    && others.isEmpty()
                    && items.stream().allMatch(item -> item.state() == SchemaPlan.State.UNCHANGED);
            if (json.isRequested()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("server", plan.server());
                result.put("differs", !matches);
                result.put("objects", items.stream().map(SchemaPlan.Item::json).toList());
                result.put("upgrades", upgrades);
                result.put("other_differences", others);
                result.put("retention_offers", offers);
                JsonOutput.print(System.out, result);
                return matches ? 0 : ExitCodes.DIFFERENCES;
            }
            System.out.println(plan.server());
            items.forEach(item -> System.out.println(item.line()));
            upgrades.forEach(System.out::println);
            others.forEach(System.out::println);
            offers.forEach(offer -> System.out.println(offer.line()));
            if (matches) {
                System.out.println("Tables and analytics match the files.");
                return 0;
            }
            System.out.println("Apply + and ~ with: pulsefeed database apply. Resolve ! yourself.");
            return ExitCodes.DIFFERENCES;
        }
    }
}
