package io.pulsefeed.cli.disk;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.admin.state.StateException;
import io.pulsefeed.admin.state.TableUsages;
import io.pulsefeed.admin.state.TopicUsages;
import io.pulsefeed.admin.state.Usage;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConfirmOption;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.DurationConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed disk}. */
@Command(
        name = "disk",
        mixinStandardHelpOptions = true,
        description = {
            "Shows size, growth and retention of each topic and table, and the days until a disk is full.",
            "With --clean, offers to delete records that all consumers of a topic have read. It names each topic and asks; "
                    + "tables are never changed."
        },
        footer = "Exit codes: 0 success, 1 failure or not confirmed, 2 invalid usage.")
public final class DiskCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Option(names = "--clean", description = "Delete records that all consumer groups of their topic have read.")
    private boolean clean;

    @Option(names = "--dry-run", description = "With --clean: only show what would be deleted.")
    private boolean dryRun;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "With --clean: only this topic; can be repeated. Required with --yes.")
    private List<String> topics = List.of();

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = DurationConverter.class,
            description = "With --clean: only records older than this, such as 12h (default: 24h).")
    private Duration olderThan = Duration.ofDays(1);

    @Mixin
    private ConfirmOption confirm = new ConfirmOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private DatabaseOptions options = new DatabaseOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (clean && confirm.isGiven() && topics.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--clean --yes requires --topic: name what is deleted.");
        }
        if (clean) {
            return clean();
        }
        List<DiskReport.Problem> problems = new ArrayList<>();
        TopicUsages.Cluster cluster = topics(problems);
        List<Usage> tables = tables(problems);
        DiskReport report = DiskReport.of(cluster, tables, DatabaseDisk.of(options.url()), problems);
        if (json.isRequested()) {
            JsonOutput.print(System.out, report.toJson());
        } else {
            report.print(System.out);
        }
        return problems.isEmpty() ? 0 : ExitCodes.FAILED;
    }

    private TopicUsages.Cluster topics(List<DiskReport.Problem> problems) {
        try {
            return brokers.withAdmin(Duration.ZERO, LIMIT, admin -> TopicUsages.read(admin, Instant.now()));
        } catch (UserError e) {
            problems.add(new DiskReport.Problem("topics", e.getMessage()));
            return new TopicUsages.Cluster(List.of(), List.of());
        }
    }

    private List<Usage> tables(List<DiskReport.Problem> problems) {
        try {
            return TableUsages.read(options.requiredLogin(), sinks());
        } catch (UserError | StateException e) {
            problems.add(new DiskReport.Problem("tables", e.getMessage()));
            return List.of();
        }
    }

    /** None if the worker does not respond: then the retention is read from the database alone. */
    private List<SinkSettings> sinks() {
        try {
            ConnectRest worker = connect.rest();
            return worker.connectors().stream()
                    .filter(name -> worker.type(name).equals("sink"))
                    .map(name -> SinkSettings.read(worker, name))
                    .toList();
        } catch (AdminException | UserError e) {
            return List.of();
        }
    }

    private int clean() {
        Instant cutoff = Instant.now().minus(olderThan);
        try (Database database = options.connect()) {
            return brokers.withAdmin(LIMIT, admin -> {
                TopicCleanup cleanup = TopicCleanup.plan(admin, database, topics, cutoff);
                if (!json.isRequested()) {
                    cleanup.notes().forEach(System.out::println);
                }
                List<TopicCleanup.Item> accepted = new ArrayList<>();
                for (TopicCleanup.Item item : cleanup.items()) {
                    if (dryRun) {
                        System.err.println("would delete " + item.text());
                    } else if (confirm.isConfirmed("Delete " + item.text() + "? They cannot be restored.")) {
                        accepted.add(item);
                    }
                }
                accepted.forEach(item -> admin.withLimit(LIMIT).deleteRecords(item.before()));
                if (json.isRequested()) {
                    JsonOutput.print(System.out, cleanup.toJson(accepted));
                } else {
                    accepted.forEach(item -> System.out.println("deleted " + item.text()));
                    System.out.println(
                            dryRun
                                    ? "Dry run: nothing was deleted."
                                    : "The brokers free the disk segment by segment within a few minutes.");
                }
                return accepted.isEmpty() && !dryRun && !cleanup.items().isEmpty() ? ExitCodes.FAILED : 0;
            });
        }
    }
}
