package io.pulsefeed.cli.database;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            "Does not change rows of tables, or objects that were created by others, unless --confirm is given. Idempotent."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
final class DatabaseApplyCommand implements Callable<Integer> {

    @Option(
            names = "--large-tables",
            description =
                    "Also builds indexes of hypertables of more than 2 GB. The sink waits meanwhile, for minutes.")
    private boolean isLargeAllowed;

    @Option(
            names = "--confirm",
            description =
                    "Also gives existing hypertables the default retention of new ones. Their sinks then delete older rows; pulsefeed "
                            + "database plan shows how many.")
    private boolean isRetentionConfirmed;

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        try (Database database = options.connect()) {
            SchemaPlan plan = SchemaPlan.of(database, Checkout.current());
            if (!json.isRequested()) {
                System.out.println(plan.server());
            }
            List<String> lines = new ArrayList<>(plan.apply(isLargeAllowed));
            if (isRetentionConfirmed) {
                lines.addAll(plan.retention().accept());
            }
            if (json.isRequested()) {
                List<DefaultRetention.Offer> offers = plan.retention().offers();
                JsonOutput.print(
                        System.out, Map.of("server", plan.server(), "changes", lines, "retention_offers", offers));
                return 0;
            }
            lines.forEach(System.out::println);
            if (lines.isEmpty()) {
                System.out.println("Nothing to change.");
            }
            plan.retention().offers().forEach(offer -> System.out.println(offer.line()));
            return 0;
        }
    }
}
