package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.InstantConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.ProgressBar;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed database refresh}. */
@Command(
        name = "refresh",
        mixinStandardHelpOptions = true,
        description = {
            "Refreshes continuous aggregates after old rows have changed.",
            "pulsefeed replay does this automatically. Plain views require no refresh."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
final class DatabaseRefreshCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = InstantConverter.class,
            description = "Event time such as 2026-01-01T08:00:00Z or 2026-01-01 (midnight UTC), or earliest.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "End, in the same format (default: now).")
    private @Nullable Instant to;

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant end = to == null ? Instant.now() : to;
        if (!end.isAfter(from)) {
            throw new ParameterException(spec.commandLine(), "--to must be later than --from.");
        }
        try (Database database = options.connect()) {
            List<Change> refreshed = refresh(database, end);
            if (json.isRequested()) {
                Map<String, @Nullable Object> result = new LinkedHashMap<>();
                // The earliest time is that of the oldest row, which is not known here.
                result.put("from", from.equals(InstantConverter.EARLIEST) ? null : from.toString());
                result.put("to", end.toString());
                result.put("refreshed", refreshed);
                JsonOutput.print(System.out, result);
            } else {
                refreshed.forEach(System.out::println);
            }
            return 0;
        }
    }

    private List<Change> refresh(Database database, Instant end) {
        try (ProgressBar progress = ProgressBar.unless(json.isRequested(), "Refreshing", "hours")) {
            return AggregateRefresh.on(database).refresh(List.of("ticker_data", "trade_data"), from, end, progress);
        }
    }
}
