package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.AdminCalls;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Durations;
import io.pulsefeed.cli.StartTime;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.ConnectOptions;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseOptions;
import io.pulsefeed.cli.access.KafkaOptions;
import io.pulsefeed.cli.access.SinkSettings;
import io.pulsefeed.cli.database.AggregateRefresh;
import io.pulsefeed.cli.replay.Positions.Range;
import io.pulsefeed.cli.replay.RangeReader.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Has a sink read its topics again from a point in time.",
            "Stops it, sets its positions to the first record at or after that time, lets it go on, and waits "
                    + "until it is through. Rows that are there already are met by their key, so that none is doubled.",
            "Continuous aggregates over these rows are brought up to date afterwards."
        },
        footer = "Exit codes: 0 through, 1 it failed, 2 wrong usage.")
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration STEP = Duration.ofSeconds(60);

    @Option(names = "--connector", paramLabel = "NAME", required = true, description = "The sink.")
    private String connector;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = StartTime.class,
            description =
                    "Event time such as 2026-01-01T08:00:00Z or 2026-01-01 (midnight UTC), or earliest for all that the topics "
                            + "still hold.")
    private Instant from;

    @Option(names = "--dry-run", description = "Only say what would be read again.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30m",
            converter = Durations.class,
            description = "How long the sink may need to get through (default: 30m).")
    private Duration timeout;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private ConnectOptions connect;

    @Mixin
    private DatabaseOptions databaseOptions;

    @Override
    public Integer call() {
        ConnectRest worker = connect.rest();
        SinkSettings sink = SinkSettings.read(worker, connector);
        return kafka.withAdmin(admin -> {
            List<String> topics =
                    sink.topics(new AdminCalls(STEP).await(admin.listTopics().names()));
            if (dryRun) {
                Positions positions = positions(admin, topics, sink);
                print(positions, new RangeReader(kafka.client()).read(positions.toRead()));
                System.out.println("A dry run: nothing was changed.");
                return 0;
            }
            String state = worker.status(connector).state();
            if (!state.equals("RUNNING")) {
                throw new UserError(connector + " is " + state + ". A replay needs it running; go on with: curl -X PUT "
                        + connect.url() + "/connectors/" + connector + "/resume");
            }
            try (DatabaseLook rows = new DatabaseLook(openDatabase(), sink.tables(topics))) {
                return replay(admin, worker, topics, sink, rows);
            }
        });
    }

    private Positions positions(Admin admin, List<String> topics, SinkSettings sink) {
        return Positions.find(admin, new AdminCalls(STEP), topics, sink.group(), from);
    }

    private int replay(Admin admin, ConnectRest worker, List<String> topics, SinkSettings sink, DatabaseLook rows) {
        Map<String, Long> before = rows.counts();
        AtomicReference<Positions> moved = new AtomicReference<>();
        SinkControl control = new SinkControl(worker, connector, STEP);
        control.whileStopped(() -> {
            Positions positions = positions(admin, topics, sink);
            if (!positions.toRead().isEmpty()) {
                control.move(positions.toRead());
            }
            moved.set(positions);
        });
        long started = System.nanoTime();
        Map<TopicPartition, Range> ranges = moved.get().toRead();
        Map<TopicPartition, Content> contents = new RangeReader(kafka.client()).read(ranges);
        print(moved.get(), contents);
        Map<TopicPartition, Long> goals = new LinkedHashMap<>();
        contents.forEach((partition, content) -> goals.put(partition, content.next()));
        new SinkProgress(worker, admin, sink, rows.database()).await(goals, timeout);
        System.out.printf(
                Locale.ROOT,
                "%,d records replayed in %.1f s.%n",
                contents.values().stream().mapToLong(Content::records).sum(),
                (System.nanoTime() - started) / 1e9);
        rows.print(before);
        rows.database().ifPresent(database -> AggregateRefresh.on(database)
                .refresh(rows.tables(), earliest(contents), Instant.now())
                .forEach(System.out::println));
        return 0;
    }

    /** Records that came late are older than the time asked for, and their rows changed too. */
    private Instant earliest(Map<TopicPartition, Content> contents) {
        return contents.values().stream()
                .filter(content -> content.records() > 0)
                .map(content -> Instant.ofEpochMilli(content.earliestTime()))
                .filter(time -> time.isBefore(from))
                .min(Instant::compareTo)
                .orElse(from);
    }

    private void print(Positions positions, Map<TopicPartition, Content> contents) {
        positions.ranges().forEach((partition, range) -> {
            Content content = contents.get(partition);
            if (content == null || content.records() == 0) {
                System.out.printf(Locale.ROOT, "%-28s nothing to read again%n", partition);
                return;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %,d records from offset %d (%s)%s%n",
                    partition,
                    content.records(),
                    range.begin(),
                    Instant.ofEpochMilli(content.firstTime()),
                    range.truncated() ? ", the first that the topic still holds" : "");
        });
    }

    /** A replay does not need the database; it only cannot tell the rows without it. */
    private Optional<Database> openDatabase() {
        try {
            return Optional.of(databaseOptions.connect());
        } catch (UserError e) {
            System.err.println("Rows are not counted: " + e.getMessage());
            return Optional.empty();
        }
    }
}
