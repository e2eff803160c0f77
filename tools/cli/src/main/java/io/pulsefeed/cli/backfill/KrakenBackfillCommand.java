package io.pulsefeed.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.AggregateRefresh;
import io.pulsefeed.cli.options.InstantConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.ProgressBar;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed backfill kraken}. */
@Command(
        name = "kraken",
        mixinStandardHelpOptions = true,
        description = {
            "Fetches the trades of a past period through Kraken's REST API.",
            "Starts a second source connector with the settings of the running one and without live data, waits until"
                    + " the period is complete, checks that every trade is in the database, refreshes continuous"
                    + " aggregates, and deletes the connector. Kraken returns 1,000 trades per second and pair, and 4"
                    + " pages per second in total.",
            "Ctrl-C stops the connector; the same command resumes it."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
final class KrakenBackfillCommand implements Callable<Integer> {

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** After this time a pair without an offset may be one without trades. */
    private static final long EMPTY_CHECK_NS = TimeUnit.SECONDS.toNanos(10);

    @Option(
            names = "--pair",
            paramLabel = "PAIR",
            required = true,
            split = ",",
            description = "Pair such as XBT/USD; repeat the option or separate pairs by commas.")
    private List<String> pairTexts = List.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = InstantConverter.class,
            description = "Start, inclusive, such as 2026-01-01T08:00:00Z or 2026-01-01 (midnight UTC).")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            converter = InstantConverter.class,
            description = "End, exclusive, in the same format. It must be in the past.")
    private Instant to;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            defaultValue = "kraken-source",
            description = "Source connector whose settings are used (default: kraken-source).")
    private String source = "";

    @Option(
            names = "--sink",
            paramLabel = "NAME",
            defaultValue = "timescale-cryptoviz",
            description = "Sink connector that writes the trades to the database (default: timescale-cryptoviz).")
    private String sink = "";

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("10m");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private BackfillConnections connections = new BackfillConnections();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<String> pairs = pairs();
        Period period = period(Instant.now());
        ConnectRest worker = connections.connect().rest();
        KrakenBackfillConnector connector = KrakenBackfillConnector.of(worker, source, pairs, period);
        long startMonoNs = System.nanoTime();
        Thread onInterrupt = new Thread(() -> {
            connector.stop();
            System.err.println("Stopped. The same command resumes the backfill.");
        });
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        Map<String, PairProgress> complete;
        try {
            connector.start();
            complete = awaitComplete(connector, pairs, period);
        } finally {
            removeHook(onInterrupt);
        }
        lines().printf(
                        Locale.ROOT,
                        "Complete: %,d trades of %d %s (%.1f s).%n",
                        complete.values().stream()
                                .mapToLong(progress -> Math.max(0, progress.trades()))
                                .sum(),
                        pairs.size(),
                        pairs.size() == 1 ? "pair" : "pairs",
                        (System.nanoTime() - startMonoNs) / 1e9);
        connector.delete();
        verify(worker, connector, complete, period);
        if (json.isRequested()) {
            JsonOutput.print(System.out, Map.of("pairs", json(complete)));
        }
        return 0;
    }

    /** With JSON, standard output has the object only. */
    private PrintStream lines() {
        return json.isRequested() ? System.err : System.out;
    }

    private static Map<String, Object> json(Map<String, PairProgress> complete) {
        Map<String, Object> pairs = new TreeMap<>();
        complete.forEach((pair, progress) -> pairs.put(
                pair,
                Map.of(
                        "trades", progress.trades(),
                        "first_id", progress.firstId(),
                        "last_id", progress.lastId(),
                        "outside", progress.outside())));
        return pairs;
    }

    /** A hook cannot be removed while it runs. */
    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook stops the connector.
            return;
        }
    }

    /** The pairs in the spelling of source offsets. */
    private List<String> pairs() {
        List<String> pairs = new ArrayList<>();
        for (String text : pairTexts) {
            pairs.add(PairNames.canonical(text)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "--pair " + text + " is not a valid pair such as XBT/USD.")));
        }
        return pairs.stream().distinct().sorted().toList();
    }

    private Period period(Instant now) {
        if (!to.isAfter(from)) {
            throw new ParameterException(spec.commandLine(), "--to must be later than --from.");
        }
        if (to.isAfter(now)) {
            throw new ParameterException(
                    spec.commandLine(), "--to must be in the past; the source receives newer trades.");
        }
        return new Period(from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from, to);
    }

    private Map<String, PairProgress> awaitComplete(
            KrakenBackfillConnector connector, List<String> pairs, Period period) throws InterruptedException {
        KrakenRest rest = new KrakenRest(connector.value("kraken.rest.url"));
        Map<String, PairProgress> progress = new LinkedHashMap<>();
        long nextEmptyCheckMonoNs = System.nanoTime() + EMPTY_CHECK_NS;
        try (ProgressBar bar = ProgressBar.create("Fetching", "s of the period")) {
            while (true) {
                JsonNode offsets = connector.offsets();
                pairs.forEach(pair -> progress.merge(
                        pair,
                        PairProgress.of(offsets, pair, period),
                        (old, current) -> old.complete() ? old : current));
                if (System.nanoTime() - nextEmptyCheckMonoNs >= 0) {
                    nextEmptyCheckMonoNs += EMPTY_CHECK_NS;
                    progress.replaceAll((pair, each) ->
                            !each.isStarted() && isEmpty(rest, pair, period) ? PairProgress.empty(period) : each);
                }
                bar.update(
                        progress.values().stream()
                                .mapToLong(PairProgress::doneSeconds)
                                .sum(),
                        period.seconds() * pairs.size());
                if (progress.values().stream().allMatch(PairProgress::complete)) {
                    return progress;
                }
                LockSupport.parkNanos(INTERVAL_NS);
            }
        }
    }

    /** Whether Kraken has no trades of a pair; false if it cannot be asked from here. */
    private static boolean isEmpty(KrakenRest rest, String pair, Period period) {
        try {
            return !rest.hasTrades(pair, period);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void verify(
            ConnectRest worker, KrakenBackfillConnector connector, Map<String, PairProgress> complete, Period period) {
        try (Database database = databaseOrNull()) {
            if (database == null) {
                return;
            }
            List<String> tables =
                    List.copyOf(SinkSettings.read(worker, sink).tables(List.of(connector.value("topic.trade"))));
            RowCheck rows = new RowCheck(database, tables.get(0), period);
            long deadlineMonoNs = System.nanoTime() + timeout.value().toNanos();
            complete.forEach((pair, progress) -> lines().println(rows.await(pair, progress, deadlineMonoNs)));
            AggregateRefresh.on(database)
                    .refresh(tables, period.from(), period.to())
                    .forEach(lines()::println);
        }
    }

    /** Without the database, the backfill works but does not count rows. */
    private @Nullable Database databaseOrNull() {
        try {
            return connections.database().connect();
        } catch (UserError e) {
            System.err.println("Cannot count rows: " + e.getMessage());
            return null;
        }
    }
}
