package io.pulsefeed.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.StackOptions;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.SchemaPlan;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Starts everything, shows what arrives, ends cleanly, and balances what arrived against what was sent. */
final class Demo {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTORS_RUNNING = Duration.ofSeconds(120);
    private static final Duration DRAINED = Duration.ofSeconds(60);
    private static final long SAMPLE_MILLIS = 1_000;

    /** What the user asked for; {@code duration} null means until Ctrl-C. */
    record Settings(Duration duration, boolean live, boolean json, long seed, int rate, int devices) {}

    private final Checkout checkout;
    private final StackOptions options;
    private final Settings settings;
    private final PrintStream out;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    Demo(Checkout checkout, StackOptions options, Settings settings, PrintStream out) {
        this.checkout = checkout;
        this.options = options;
        this.settings = settings;
        this.out = out;
    }

    int run() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::awaitCleanEnd, "ctrl-c"));
        try (Screen screen = Screen.on(out, System.console() != null && !settings.json())) {
            DemoReport report = run(screen);
            report.sentences().forEach(screen::say);
            if (settings.json()) {
                screen.say(JSON.writeValueAsString(report));
            }
            return report.good() ? 0 : 1;
        } finally {
            finished.countDown();
        }
    }

    private DemoReport run(Screen screen) throws Exception {
        long started = System.nanoTime();
        requireWritable(options.home());
        List<Feed> feeds = new ArrayList<>();
        try {
            feeds.addAll(settings.live() ? Feeds.live() : Feeds.simulated(options.home(), settings));
            Map<String, String> environment = new HashMap<>();
            feeds.forEach(feed -> environment.putAll(feed.environment()));
            try (LocalStack stack =
                    options.stack(checkout, checkout.pluginZips(), environment).start(options.listener(screen::say))) {
                return run(screen, stack, feeds, started);
            }
        } finally {
            feeds.forEach(Feed::close);
        }
    }

    /** The feeds keep files there too: one sentence for all of them. */
    private static void requireWritable(Path home) {
        try {
            Files.createDirectories(home);
            Files.delete(Files.createTempFile(home, "writable", null));
        } catch (IOException e) {
            throw new UserError(
                    "the home folder " + home + " cannot be written ("
                            + e.getClass().getSimpleName()
                            + "). Make it writable for this user, or choose another one with --home.",
                    e);
        }
    }

    private DemoReport run(Screen screen, LocalStack stack, List<Feed> feeds, long started) throws Exception {
        Set<String> topics = new LinkedHashSet<>();
        Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers = new HashMap<>();
        feeds.forEach(feed -> {
            topics.addAll(feed.topics());
            readers.putAll(feed.readers());
        });
        ConnectRest connect = new ConnectRest(stack.restUrl());
        try (Database database = Database.connect(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword())) {
            SchemaPlan.of(database, checkout).apply();
        }
        // What the connectors bring from their first moment on is counted; on a used home that is before this line.
        try (TopicMeter topicMeter = TopicMeter.start(stack.bootstrapServers(), stack.topicEnds(), topics, readers);
                TableMeter tableMeter =
                        TableMeter.connect(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword())) {
            startConnectors(connect, feeds);
            double ready = (System.nanoTime() - started) / 1e9;
            screen.say(String.format(Locale.ROOT, "Ready after %.1f s: every connector is RUNNING.", ready));
            screen.say(tableMeter.edition() + ", Kafka at " + stack.bootstrapServers() + ", Kafka Connect at "
                    + stack.restUrl());
            long began = System.nanoTime();
            feeds.forEach(feed -> feed.begin(tableMeter));
            watch(screen, () -> sample(began, connect, topicMeter, tableMeter, feeds));
            screen.say("Ending: the senders stop, what is under way still arrives.");
            feeds.forEach(Feed::end);
            IdLedger.Balance balance = drain(feeds, tableMeter);
            Sample last = sample(began, connect, topicMeter, tableMeter, feeds);
            return DemoReport.of(ready, last, balance, problems(connect, last));
        }
    }

    private void watch(Screen screen, Supplier<Sample> samples) throws InterruptedException {
        Sample sample;
        do {
            sample = samples.get();
            screen.show(sample);
        } while (!stopRequested.await(SAMPLE_MILLIS, TimeUnit.MILLISECONDS) && !over(sample));
    }

    private boolean over(Sample sample) {
        return settings.duration() != null
                && sample.elapsedSeconds() >= settings.duration().toMillis() / 1000.0;
    }

    /** Gives what was sent the time to arrive; what is then still missing is lost. */
    private static IdLedger.Balance drain(List<Feed> feeds, TableMeter tables) throws InterruptedException {
        long deadline = System.nanoTime() + DRAINED.toNanos();
        while (true) {
            long lost = 0;
            long duplicated = 0;
            for (Feed feed : feeds) {
                IdLedger.Balance balance = feed.balance(tables);
                lost += balance.lost();
                duplicated += balance.duplicated();
            }
            if (lost == 0 || System.nanoTime() > deadline) {
                return new IdLedger.Balance(lost, duplicated);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static Sample sample(
            long began, ConnectRest connect, TopicMeter topics, TableMeter tables, List<Feed> feeds) {
        Set<String> tableNames = new LinkedHashSet<>();
        Map<String, String> lastValues = new LinkedHashMap<>();
        feeds.forEach(feed -> {
            tableNames.addAll(feed.tables());
            lastValues.putAll(feed.lastValues());
        });
        return new Sample(
                (System.nanoTime() - began) / 1e9,
                states(connect, feeds),
                topics.counts(),
                tables.rows(tableNames),
                lastValues);
    }

    private static Map<String, String> states(ConnectRest connect, List<Feed> feeds) {
        Map<String, String> states = new TreeMap<>();
        feeds.forEach(feed -> feed.connectors().forEach(name -> states.put(name, state(connect.status(name)))));
        return states;
    }

    /** The connector's own state says nothing of its tasks. */
    private static String state(ConnectRest.Status status) {
        return status.isRunning() || !status.state().equals("RUNNING")
                ? status.state()
                : status.tasks().stream()
                        .map(ConnectRest.TaskStatus::state)
                        .filter(state -> !state.equals("RUNNING"))
                        .findFirst()
                        .orElse("UNASSIGNED");
    }

    private static List<String> problems(ConnectRest connect, Sample last) {
        List<String> problems = new ArrayList<>();
        last.connectors().forEach((name, state) -> {
            if (!state.equals("RUNNING")) {
                problems.add(name + " is " + state + ": "
                        + connect.status(name).failure().lines().findFirst().orElse("no reason given"));
            }
        });
        last.tables().forEach((table, rows) -> {
            if (rows == 0) {
                problems.add("the table " + table + " has no rows");
            }
        });
        return problems;
    }

    private void startConnectors(ConnectRest connect, List<Feed> feeds) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        feeds.forEach(feed -> names.addAll(feed.connectors()));
        for (String name : names) {
            Path file = checkout.connectConfig().resolve("connectors/" + name + ".json");
            JsonNode connector = JSON.readTree(Files.readAllBytes(file));
            ObjectNode config = (ObjectNode) connector.required("config");
            feeds.forEach(feed -> feed.overrides(name).forEach(config::put));
            connect.put(connector.required("name").asText(), config);
        }
        connect.awaitRunning(names, CONNECTORS_RUNNING);
    }

    /** Ctrl-C starts the virtual machine's end; this holds it open until the stack has stopped in order. */
    private void awaitCleanEnd() {
        stopRequested.countDown();
        try {
            finished.await(DRAINED.toSeconds() + 30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
