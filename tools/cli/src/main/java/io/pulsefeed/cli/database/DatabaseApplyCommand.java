package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.ProgressBar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
            List<Change> changes = new ArrayList<>(
                    plan.apply(isLargeAllowed, (label, unit) -> ProgressBar.unless(json.isRequested(), label, unit)));
            List<DefaultRetention.Offer> offers = plan.retention().offers();
            if (isRetentionConfirmed) {
                changes.addAll(plan.retention().accept());
            }
            if (json.isRequested()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("server", plan.server());
                result.put("changes", changes);
                result.put(isRetentionConfirmed ? "retention_accepted" : "retention_offers", offers);
                JsonOutput.print(System.out, result);
                return 0;
            }
            changes.forEach(System.out::println);
            if (changes.isEmpty()) {
                System.out.println("Nothing to change.");
            }
            plan.retention().offers().forEach(offer -> System.out.println(offer.line()));
            return 0;
        }
    }
}
