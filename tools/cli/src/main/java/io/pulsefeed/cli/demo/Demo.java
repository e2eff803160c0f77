package io.pulsefeed.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.connectors.FailureRestarter;
import io.pulsefeed.cli.database.SchemaPlan;
import io.pulsefeed.cli.options.StackOptions;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.console.ConsoleOptions;
import io.pulsefeed.stack.LocalStack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Runs the stack with its sources, shows the progress, stops in order, and compares what arrived with what was sent. */
final class Demo {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final Duration STUCK_LIMIT = Duration.ofSeconds(5);
    private static final Duration MESSAGE_INTERVAL = Duration.ofSeconds(3);
    private static final Duration OUTAGE_LIMIT = Duration.ofSeconds(60);
    private static final long SHOW_INTERVAL_MS = 1_000;
    private static final int PROBE_BYTES = 65_536;

    /**
     * @param duration null to run until Ctrl-C
     * @param consolePort port of the live page; 0 for none
     */
    record Settings(
            @Nullable Duration duration,
            boolean live,
            boolean json,
            long seed,
            int rate,
            int devices,
            int consolePort) {}

    private final Checkout checkout;
    private final StackOptions options;
    private final Settings settings;
    private final PrintStream out;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile @Nullable DemoSnapshot latest;

    Demo(Checkout checkout, StackOptions options, Settings settings, PrintStream out) {
        this.checkout = checkout;
        this.options = options;
        this.settings = settings;
        this.out = out;
    }

    int run() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndAwaitEnd, "ctrl-c"));
        try (DemoView view = DemoView.on(out, System.console() != null && !settings.json())) {
            DemoReport report = run(view);
            report.lines().forEach(view::printLine);
            if (settings.json()) {
                view.printLine(JsonOutput.format(report));
            }
            return report.isGood() ? 0 : 1;
        } finally {
            finished.countDown();
        }
    }

    private DemoReport run(DemoView view) throws Exception {
        long startMonoNs = System.nanoTime();
        requireWritable(options.home());
        List<DemoSource> sources = new ArrayList<>();
        try {
            sources.addAll(settings.live() ? DemoSources.live() : DemoSources.simulated(options.home(), settings));
            Map<String, String> environment = new HashMap<>();
            sources.forEach(source -> environment.putAll(source.environment()));
            try (LocalStack stack = options.stack(checkout, checkout.pluginZips(), environment)
                    .start(options.listener(view::printLine))) {
                return withFullDisk(stack, () -> run(view, stack, sources, startMonoNs));
            }
        } finally {
            sources.forEach(DemoSource::close);
        }
    }

    /** Servers that fail because their disk is full do not report it. */
    private static DemoReport withFullDisk(LocalStack stack, Callable<DemoReport> demo) throws Exception {
        try {
            return demo.call();
        } catch (AdminException | UserError | KafkaException e) {
            throw stack.fullDisk()
                    .<Exception>map(cause -> new UserError(cause + " " + e.getMessage(), e))
                    .orElse(e);
        }
    }

    /** The sources write files to the home directory too. */
    private static void requireWritable(Path home) {
        try {
            Files.createDirectories(home);
            Path file = Files.createTempFile(home, "writable", null);
            try {
                // A full disk has names for empty files.
                Files.write(file, new byte[PROBE_BYTES]);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UserError(
                    "the home directory " + home + " is not writable (" + IoErrors.describe(e)
                            + "). Make it writable for this user, or choose another one with --home.",
                    e);
        }
    }

    private DemoReport run(DemoView view, LocalStack stack, List<DemoSource> sources, long startMonoNs)
            throws Exception {
        Set<String> topics = new LinkedHashSet<>();
        Map<String, Consumer<ConsumerRecord<String, byte[]>>> listeners = new HashMap<>();
        sources.forEach(source -> {
            topics.addAll(source.topics());
            listeners.putAll(source.recordListeners());
        });
        ConnectRest connect = new ConnectRest(stack.restUrl());
        try (Database database = Database.connect(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword())) {
            SchemaPlan.of(database, checkout).apply();
        }
        // In a home that was used before, connectors already run: counting starts at the end offsets before their
        // start.
        try (TopicCounter topicCounter =
                        TopicCounter.start(stack.bootstrapServers(), stack.initialEndOffsets(), topics, listeners);
                RowCounter rowCounter =
                        RowCounter.connect(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword())) {
            startConnectors(connect, sources);
            double ready = (System.nanoTime() - startMonoNs) / 1e9;
            view.printLine(String.format(Locale.ROOT, "Ready after %.1f s: every connector is RUNNING.", ready));
            view.printLine(rowCounter.serverVersion() + ", Kafka at " + stack.bootstrapServers() + ", Kafka Connect at "
                    + stack.restUrl());
            stack.psqlCommand().ifPresent(command -> view.printLine("Tables: " + command));
            long runningMonoNs = System.nanoTime();
            sources.forEach(source -> source.startSending(rowCounter));
            FailureRestarter restarter = FailureRestarter.create(connect, () -> connectors(sources), view::printLine);
            Supplier<DemoSnapshot> snapshots =
                    () -> snapshot(runningMonoNs, connect, topicCounter, rowCounter, sources);
            try (DemoConsole console = openConsole(view, stack, connect, sources)) {
                watch(view, restarter, snapshots, console);
                if (console != null) {
                    console.awaitRecovery();
                }
                view.printLine("Stopping: the sources stop sending; waiting for the remaining records.");
                sources.forEach(DemoSource::stopSending);
                DeliveryCheck.Result delivery = drain(view, connect, sources, rowCounter);
                rowCounter.forget();
                DemoSnapshot last = snapshots.get();
                DemoReport report = DemoReport.of(ready, last, delivery, problems(stack, connect, last));
                if (console != null) {
                    console.finish(report);
                }
                return report;
            }
        }
    }

    private @Nullable DemoConsole openConsole(
            DemoView view, LocalStack stack, ConnectRest connect, List<DemoSource> sources) {
        if (settings.consolePort() == 0) {
            return null;
        }
        DemoConsole console;
        try {
            console = DemoConsole.open(
                    settings.consolePort(),
                    stack,
                    sources,
                    () -> latest,
                    () -> notRunning(connect, sources).isEmpty(),
                    settings.live());
        } catch (UserError e) {
            if (settings.consolePort() != ConsoleOptions.PORT) {
                throw e;
            }
            // Nobody asked for the page: another demo may have the default port.
            view.printLine("No live page: " + e.getMessage());
            return null;
        }
        view.printLine("Live page: " + console.url());
        return console;
    }

    /**
     * Restarts failed tasks like the compose stack. Parts of the stack may be unreachable during a fault of the live page, and for {@link
     * #OUTAGE_LIMIT} otherwise, for example while PostgreSQL recovers from a crash.
     */
    private void watch(
            DemoView view, FailureRestarter restarter, Supplier<DemoSnapshot> snapshots, @Nullable DemoConsole console)
            throws InterruptedException {
        long startMonoNs = System.nanoTime();
        long answeredMonoNs = startMonoNs;
        do {
            boolean wasHarmed = console != null && console.isHarmed();
            try {
                restarter.restartFailed();
                DemoSnapshot snapshot = snapshots.get();
                latest = snapshot;
                view.show(snapshot);
                answeredMonoNs = System.nanoTime();
            } catch (AdminException | UserError e) {
                if (console != null && (wasHarmed || console.isHarmed())) {
                    answeredMonoNs = System.nanoTime();
                } else if (System.nanoTime() - answeredMonoNs >= OUTAGE_LIMIT.toNanos()
                        && stopRequested.getCount() > 0) {
                    throw e;
                }
            }
        } while (!stopRequested.await(SHOW_INTERVAL_MS, TimeUnit.MILLISECONDS) && !isOver(startMonoNs));
    }

    private boolean isOver(long startMonoNs) {
        return settings.duration() != null
                && System.nanoTime() - startMonoNs >= settings.duration().toNanos();
    }

    /**
     * Waits until everything that was sent has arrived. What is missing after the limit is lost. The limit is short while a connector
     * does not run and nothing arrives.
     */
    private static DeliveryCheck.Result drain(
            DemoView view, ConnectRest connect, List<DemoSource> sources, RowCounter tables)
            throws InterruptedException {
        long deadlineMonoNs = System.nanoTime() + DRAIN_LIMIT.toNanos();
        long progressMonoNs = System.nanoTime();
        long nextMessageMonoNs = progressMonoNs + MESSAGE_INTERVAL.toNanos();
        long missing = Long.MAX_VALUE;
        while (true) {
            long lost = 0;
            long duplicated = 0;
            for (DemoSource source : sources) {
                DeliveryCheck.Result delivery = source.checkDelivery(tables);
                lost += delivery.lost();
                duplicated += delivery.duplicated();
            }
            long nowMonoNs = System.nanoTime();
            if (lost < missing) {
                missing = lost;
                progressMonoNs = nowMonoNs;
            }
            List<String> stopped = notRunning(connect, sources);
            boolean isStuck = !stopped.isEmpty() && nowMonoNs - progressMonoNs > STUCK_LIMIT.toNanos();
            if (lost == 0 || isStuck || nowMonoNs > deadlineMonoNs) {
                return new DeliveryCheck.Result(lost, duplicated);
            }
            if (nowMonoNs > nextMessageMonoNs) {
                nextMessageMonoNs = nowMonoNs + MESSAGE_INTERVAL.toNanos();
                view.printLine(String.format(Locale.ROOT, "Waiting for %,d records", lost)
                        + (stopped.isEmpty() ? "." : "; not running: " + String.join(", ", stopped) + "."));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static DemoSnapshot snapshot(
            long runningMonoNs, ConnectRest connect, TopicCounter topics, RowCounter tables, List<DemoSource> sources) {
        Set<String> tableNames = new LinkedHashSet<>();
        Map<String, String> lastValues = new LinkedHashMap<>();
        sources.forEach(source -> {
            tableNames.addAll(source.tables());
            lastValues.putAll(source.lastValues());
        });
        return new DemoSnapshot(
                (System.nanoTime() - runningMonoNs) / 1e9,
                states(connect, sources),
                topics.counts(),
                tables.rows(tableNames),
                lastValues);
    }

    private static List<String> connectors(List<DemoSource> sources) {
        return sources.stream()
                .flatMap(source -> source.connectors().stream())
                .distinct()
                .toList();
    }

    private static List<String> notRunning(ConnectRest connect, List<DemoSource> sources) {
        return connectors(sources).stream()
                .filter(name -> !connect.status(name).isRunning())
                .toList();
    }

    private static Map<String, String> states(ConnectRest connect, List<DemoSource> sources) {
        Map<String, String> states = new TreeMap<>();
        sources.forEach(source -> source.connectors().forEach(name -> states.put(name, state(connect.status(name)))));
        return states;
    }

    /** The state of the connector, or of its first task that is not RUNNING. */
    private static String state(ConnectRest.Status status) {
        return status.isRunning() || !status.state().equals("RUNNING")
                ? status.state()
                : status.tasks().stream()
                        .map(ConnectRest.TaskStatus::state)
                        .filter(state -> !state.equals("RUNNING"))
                        .findFirst()
                        .orElse("UNASSIGNED");
    }

    private static List<String> problems(LocalStack stack, ConnectRest connect, DemoSnapshot last) {
        List<String> problems = new ArrayList<>();
        stack.fullDisk().ifPresent(problems::add);
        last.connectors().forEach((name, state) -> {
            if (!state.equals("RUNNING")) {
                String cause = connect.status(name).cause();
                problems.add(name + " is " + state + (cause.isEmpty() ? "" : ": " + cause));
            }
        });
        last.tables().forEach((table, rows) -> {
            if (rows == 0) {
                problems.add("the table " + table + " has no rows");
            }
        });
        return problems;
    }

    private void startConnectors(ConnectRest connect, List<DemoSource> sources) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        sources.forEach(source -> names.addAll(source.connectors()));
        for (String name : names) {
            Path file = checkout.connectConfig().resolve("connectors/" + name + ".json");
            JsonNode connector = JSON.readTree(Files.readAllBytes(file));
            ObjectNode config = (ObjectNode) connector.required("config");
            sources.forEach(source -> source.overrides(name).forEach(config::put));
            connect.put(connector.required("name").asText(), config);
        }
        connect.awaitRunning(names, START_LIMIT);
    }

    /** Shutdown hook for Ctrl-C: requests the stop, and delays the exit of the JVM until the stack has stopped. */
    private void stopAndAwaitEnd() {
        stopRequested.countDown();
        try {
            finished.await(DRAIN_LIMIT.toSeconds() + 30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
