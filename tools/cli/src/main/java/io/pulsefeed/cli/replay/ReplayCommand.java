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
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import io.pulsefeed.cli.replay.RangeScan.Content;
import io.pulsefeed.cli.replay.ReplayRanges.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
            "Continuous aggregates of these rows are refreshed afterwards."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
public final class ReplayCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(Column.left(28), Column.text());
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
        return brokers.withAdmin(STEP_TIMEOUT, admin -> {
            List<String> topics = sink.topics(admin.topicNames());
            if (dryRun) {
                ReplayRanges ranges = ranges(admin, topics, sink);
                print(ranges, new RangeScan(brokers.clientConfig()).read(ranges.nonEmpty()));
                System.out.println("Dry run: nothing was changed.");
                return 0;
            }
            String state = worker.status(connector).state();
            if (!state.equals("RUNNING")) {
                throw new UserError(
                        connector + " is " + state + ". A replay requires a running sink. Resume it with: curl -X PUT "
                                + connect.url() + "/connectors/" + connector + "/resume");
            }
            try (RowCounts rows = new RowCounts(openDatabase(), sink.tables(topics))) {
                return replay(admin, worker, topics, sink, rows);
            }
        });
    }

    private ReplayRanges ranges(KafkaAdmin admin, List<String> topics, SinkSettings sink) {
        return ReplayRanges.find(admin.withLimit(STEP_TIMEOUT), topics, sink.group(), from);
    }

    private int replay(KafkaAdmin admin, ConnectRest worker, List<String> topics, SinkSettings sink, RowCounts rows) {
        Map<String, Long> before = rows.counts();
        AtomicReference<ReplayRanges> found = new AtomicReference<>();
        SinkRewind rewind = new SinkRewind(worker, connector, STEP_TIMEOUT);
        rewind.whileStopped(() -> {
            ReplayRanges ranges = ranges(admin, topics, sink);
            if (!ranges.nonEmpty().isEmpty()) {
                rewind.rewind(ranges.nonEmpty());
            }
            found.set(ranges);
        });
        long startMonoNs = System.nanoTime();
        Map<TopicPartition, Range> ranges = found.get().nonEmpty();
        Map<TopicPartition, Content> contents = new RangeScan(brokers.clientConfig()).read(ranges);
        print(found.get(), contents);
        Map<TopicPartition, Long> goals = new LinkedHashMap<>();
        contents.forEach((partition, content) -> goals.put(partition, content.nextOffset()));
        new SinkCatchUp(worker, admin, sink, rows.database()).await(goals, ranges, timeout.value());
        System.out.printf(
                Locale.ROOT,
                "%,d records replayed in %.1f s.%n",
                contents.values().stream().mapToLong(Content::records).sum(),
                (System.nanoTime() - startMonoNs) / 1e9);
        rows.print(before);
        rows.database().ifPresent(database -> AggregateRefresh.on(database)
                .refresh(rows.tables(), earliest(contents), Instant.now())
                .forEach(System.out::println));
        return 0;
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

    private static void print(ReplayRanges ranges, Map<TopicPartition, Content> contents) {
        ranges.ranges().forEach((partition, range) -> {
            Content content = contents.get(partition);
            TABLE.print(
                    System.out,
                    partition,
                    content == null || content.records() == 0
                            ? "nothing to replay"
                            : String.format(
                                    Locale.ROOT,
                                    "%,d records from offset %d (%s)%s",
                                    content.records(),
                                    range.start(),
                                    Instant.ofEpochMilli(content.firstEpochMs()),
                                    range.truncated() ? ", the first record of the partition" : ""));
        });
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
