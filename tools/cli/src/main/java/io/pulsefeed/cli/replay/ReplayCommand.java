package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.AggregateRefresh;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.InstantConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.ProgressBar;
import io.pulsefeed.cli.replay.Interruption.Step;
import io.pulsefeed.cli.replay.RangeScan.Content;
import io.pulsefeed.cli.replay.ReplayRanges.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a sink process its topics again from a point in time.",
            "Stops the sink, sets its offsets to the first record at or after that time, resumes it, and waits until it has "
                    + "processed all records. Existing rows are matched by key, so no row is duplicated.",
            "Continuous aggregates of these rows are refreshed afterwards. Ctrl-C resumes the sink and says what it leaves."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);

    @Option(names = "--connector", paramLabel = "NAME", required = true, description = "Sink connector.")
    private String connector;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = InstantConverter.class,
            description =
                    "Event time such as 2026-01-01T08:00:00Z or 2026-01-01 (midnight UTC), or earliest for all records of the "
                            + "topics.")
    private Instant from;

    @Option(names = "--dry-run", description = "Only print what would be replayed.")
    private boolean dryRun;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("30m");

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private DatabaseOptions databaseOptions = new DatabaseOptions();

    @Override
    public Integer call() {
        ConnectRest worker = connect.rest();
        SinkSettings sink = SinkSettings.read(worker, connector);
        ReplayReport report = new ReplayReport(System.out, json.isRequested(), connector, dryRun);
        return brokers.withAdmin(STEP_TIMEOUT, admin -> {
            List<String> topics = sink.topics(admin.topicNames());
            if (dryRun) {
                ReplayRanges ranges = ranges(admin, topics, sink);
                report.ranges(ranges, new RangeScan(brokers.clientConfig()).read(ranges.nonEmpty()));
                report.line("Dry run: nothing was changed.");
                report.close();
                return 0;
            }
            String state = worker.status(connector).state();
            if (!state.equals("RUNNING")) {
                throw new UserError(connector + " is " + state
                        + ". A replay requires a running sink. Resume it with: pulsefeed connectors resume "
                        + connector);
            }
            try (RowCounts rows = new RowCounts(openDatabase(), sink.tables(topics));
                    Interruption interruption = Interruption.of(connector, worker::resume)) {
                replay(admin, worker, topics, sink, rows, interruption, report);
            }
            report.close();
            return 0;
        });
    }

    private ReplayRanges ranges(KafkaAdmin admin, List<String> topics, SinkSettings sink) {
        return ReplayRanges.find(admin.withLimit(STEP_TIMEOUT), topics, sink.group(), from);
    }

    private void replay(
            KafkaAdmin admin,
            ConnectRest worker,
            List<String> topics,
            SinkSettings sink,
            RowCounts rows,
            Interruption interruption,
            ReplayReport report) {
        Map<String, Long> before = rows.counts();
        AtomicReference<ReplayRanges> found = new AtomicReference<>();
        SinkRewind rewind = new SinkRewind(worker, connector, STEP_TIMEOUT, interruption);
        rewind.whileStopped(() -> {
            ReplayRanges ranges = ranges(admin, topics, sink);
            if (!ranges.nonEmpty().isEmpty()) {
                rewind.rewind(ranges.nonEmpty());
            }
            found.set(ranges);
        });
        interruption.at(Step.CATCHING_UP);
        long startMonoNs = System.nanoTime();
        Map<TopicPartition, Range> ranges = found.get().nonEmpty();
        Map<TopicPartition, Content> contents = new RangeScan(brokers.clientConfig()).read(ranges);
        report.ranges(found.get(), contents);
        Map<TopicPartition, Long> goals = new LinkedHashMap<>();
        contents.forEach((partition, content) -> goals.put(partition, content.nextOffset()));
        try (ProgressBar progress = ProgressBar.unless(json.isRequested(), "Replaying", "offsets")) {
            new SinkCatchUp(worker, admin, sink, rows.database()).await(goals, ranges, timeout.value(), progress);
        }
        interruption.at(Step.WRITTEN);
        report.replayed(
                contents.values().stream().mapToLong(Content::records).sum(), (System.nanoTime() - startMonoNs) / 1e9);
        report.rows(before, rows.counts());
        rows.database().ifPresent(database -> {
            try (ProgressBar progress = ProgressBar.unless(json.isRequested(), "Refreshing", "hours")) {
                report.refreshed(AggregateRefresh.on(database)
                        .refresh(rows.tables(), earliest(contents), Instant.now(), progress));
            }
        });
    }

    /** The lowest timestamp of all replayed records. Records that arrived late can be older than {@code --from}. */
    private Instant earliest(Map<TopicPartition, Content> contents) {
        return contents.values().stream()
                .filter(content -> content.records() > 0)
                .map(content -> Instant.ofEpochMilli(content.earliestEpochMs()))
                .filter(time -> time.isBefore(from))
                .min(Instant::compareTo)
                .orElse(from);
    }

    /** Without the database, a replay works but does not count rows. */
    private Optional<Database> openDatabase() {
        try {
            return Optional.of(databaseOptions.connect());
        } catch (UserError e) {
            System.err.println("Cannot count rows: " + e.getMessage());
            return Optional.empty();
        }
    }
}
