package io.pulsefeed.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.backfill.BackfillEvents.Summary;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.ProgressBar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pulsefeed backfill emotibit}. */
@Command(
        name = "emotibit",
        mixinStandardHelpOptions = true,
        description = {
            "Completes live sessions of an EmotiBit with the file from its SD card.",
            "Runs a temporary connector, which publishes only the packets that the sessions lack, closes their gaps,"
                    + " and recomputes the metrics that change. An interrupted backfill can be run again."
        })
final class EmotiBitBackfillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "Raw file of the device, as a path on the Connect worker.")
    private String file = "";

    @Option(names = "--device", paramLabel = "ID", description = "Device of the file (default: found by its packets).")
    private String device = "";

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "Only this session (default: every session whose packets match).")
    private String session = "";

    @Option(names = "--dry-run", description = "Only count the missing packets.")
    private boolean dryRun;

    @Option(
            names = "--from-table",
            description =
                    "Also read the sessions of --device in the database. Required if the topics do not hold the whole"
                            + " session any more.")
    private boolean fromTable;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            defaultValue = "emotibit-source",
            description = "Live connector, whose topics, metrics and patients are used (default: emotibit-source).")
    private String source = "";

    @Option(
            names = "--worker-bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Kafka broker, as the Connect worker reaches it (default: --bootstrap-server).")
    private @Nullable String workerBootstrapServer;

    @Option(
            names = "--consumer",
            paramLabel = "KEY=VALUE",
            description = "Further setting of the worker's consumer, such as security.protocol=SSL. Can be repeated.")
    private Map<String, String> consumer = new LinkedHashMap<>();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("30m");

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private BackfillConnections connections = new BackfillConnections();

    @Mixin
    private JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (fromTable && device.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--from-table requires --device.");
        }
        ConnectRest worker = connections.connect().rest();
        JsonNode live = worker.exists(source) ? worker.config(source) : MissingNode.getInstance();
        consumer.putIfAbsent(
                "bootstrap.servers", workerBootstrapServer == null ? brokers.bootstrapServer() : workerBootstrapServer);
        String temporary = "emotibit-backfill-" + System.currentTimeMillis();
        return brokers.explaining(() -> {
            try (StoredSessions stored = storedSessions(temporary);
                    BackfillEvents events = new BackfillEvents(
                            brokers.clientConfig(),
                            EmotiBitBackfillConfig.topic(live, "topic.raw", "Emotibit_rawdata"),
                            EmotiBitBackfillConfig.topic(live, "topic.processed", "Emotibit_processdata"),
                            file)) {
                // The dry run refuses a wrong file before anything is published, and gives the total of the progress
                // bar.
                List<Summary> found = run(worker, temporary, live, events, true, 0);
                long missing = found.stream().mapToLong(Summary::packets).sum();
                print(dryRun ? found : run(worker, temporary, live, events, false, missing));
                return 0;
            } finally {
                if (worker.exists(temporary)) {
                    worker.delete(temporary);
                }
            }
        });
    }

    private StoredSessions storedSessions(String topic) {
        StoredSessions stored = new StoredSessions(brokers.clientConfig(), topic);
        if (fromTable) {
            try (Database database = connections.database().connect()) {
                stored.copy(database, device, session);
            } catch (RuntimeException e) {
                stored.close();
                throw e;
            }
        }
        return stored;
    }

    private List<Summary> run(
            ConnectRest worker, String name, JsonNode live, BackfillEvents events, boolean countOnly, long total) {
        worker.put(
                name,
                EmotiBitBackfillConfig.config(live, file, device, session, consumer, fromTable ? name : "", countOnly));
        long deadlineMonoNs = System.nanoTime() + timeout.value().toNanos();
        try (ProgressBar progress = ProgressBar.create(countOnly ? "Comparing" : "Completing", "packets")) {
            while (events.summaries(countOnly).isEmpty()) {
                events.poll();
                progress.update(events.packets(), total);
                String failure = worker.statusOrUnassigned(name).failure();
                if (!failure.isEmpty()) {
                    throw new UserError(failure.lines().findFirst().orElse("").replaceFirst("^[\\w.]+Exception: ", ""));
                }
                if (System.nanoTime() > deadlineMonoNs) {
                    throw new UserError(
                            "the backfill did not finish within --timeout. Run the command again to continue.");
                }
            }
        }
        return events.summaries(countOnly);
    }

    private void print(List<Summary> summaries) {
        if (json.isRequested()) {
            JsonOutput.print(System.out, JsonOutput.fields("file", file, "dry_run", dryRun, "sessions", summaries));
            return;
        }
        for (Summary summary : summaries) {
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %,d packets %s, %,d gaps closed, %,d metric windows recomputed%n",
                    summary.device(),
                    summary.session(),
                    summary.packets(),
                    dryRun ? "missing" : "added",
                    summary.gapsClosed(),
                    summary.windows());
        }
    }
}
