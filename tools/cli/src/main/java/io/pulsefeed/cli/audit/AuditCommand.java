package io.pulsefeed.cli.audit;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.InstantConverter;
import io.pulsefeed.cli.options.JsonOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that everything is in the database once and unaltered, or lists what is not.",
            "Compares the ledger of the sinks (ledger.enabled) with the topics, the tables and the accounts of the sources. Each "
                    + "missing, doubled or altered item is printed with the stage where it happened."
        },
        footer = "Exit codes: 0 complete, 1 not complete or failure, 2 invalid usage.")
public final class AuditCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration DEFAULT_WINDOW = Duration.ofHours(24);
    /** Records need some seconds from the topic to the table. */
    private static final Duration IN_FLIGHT = Duration.ofMinutes(1);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "Event time such as 2026-01-01T08:00:00Z or 2026-01-01, or earliest (default: 24 hours ago).")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "Event time, exclusive (default: a minute ago).")
    private @Nullable Instant until;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            split = ",",
            description = "Only these topics and tables (default: all that have accounts).")
    private Set<String> streams = Set.of();

    @Option(
            names = "--deep",
            description = "Read the topics again and compare the content of each row. Names the rows that differ.")
    private boolean deep;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private DatabaseOptions databaseOptions = new DatabaseOptions();

    @Override
    public Integer call() {
        Instant now = Instant.now();
        Instant end = until == null ? now.minus(IN_FLIGHT) : until;
        Window window = new Window(since == null ? end.minus(DEFAULT_WINDOW) : since, end);
        if (!window.since().isBefore(window.until())) {
            throw new UserError("--since must be before --until.");
        }
        AuditReport report = brokers.withAdmin(TIMEOUT, admin -> {
            try (Database database = databaseOptions.connect()) {
                database.disableNetworkTimeout();
                Audit audit = new Audit(database, admin, new KafkaTopicReader(brokers.clientConfig()), window, streams);
                return audit.run(sinks(audit), deep);
            }
        });
        if (json.isRequested()) {
            report.printJson(System.out);
        } else {
            report.print(System.out);
        }
        return report.isComplete() ? 0 : ExitCodes.FAILED;
    }

    /** The configurations of the sinks. Without a worker, only a deep audit fails. */
    private List<SinkSettings> sinks(Audit audit) {
        try {
            ConnectRest worker = connect.rest();
            List<String> existing = worker.connectors();
            return audit.sinks().stream()
                    .filter(existing::contains)
                    .map(name -> SinkSettings.read(worker, name))
                    .toList();
        } catch (AdminException e) {
            if (deep) {
                throw e;
            }
            System.err.println(
                    "Without the worker, records that redrive has sent again are not known: " + e.getMessage());
            return List.of();
        }
    }
}
