package io.pulsefeed.cli.database;

import io.pulsefeed.cli.StartTime;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseOptions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
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
            "Brings continuous aggregates up to date after rows of the past have changed.",
            "pulsefeed replay does it by itself. Plain views need none, and the command says so."
        },
        footer = "Exit codes: 0 done, 1 it failed, 2 wrong usage.")
final class DatabaseRefreshCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = StartTime.class,
            description = "Event time such as 2026-01-01T08:00:00Z or 2026-01-01 (midnight UTC), or earliest.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = StartTime.class,
            description = "The end, in the same form (default: now).")
    private Instant to;

    @Mixin
    private DatabaseOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant end = to == null ? Instant.now() : to;
        if (!end.isAfter(from)) {
            throw new ParameterException(spec.commandLine(), "--to must be later than --from.");
        }
        try (Database database = options.connect()) {
            AggregateRefresh.on(database)
                    .refresh(List.of("ticker_data", "trade_data"), from, end)
                    .forEach(System.out::println);
            return 0;
        }
    }
}
