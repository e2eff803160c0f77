package io.pulsefeed.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** Starts database, broker and worker in this process, tells the phases, and stops them in the reverse order. */
final class StackProcess {

    /** A worker takes about three seconds to stop, a broker one; more than this and the process ends regardless. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private static final Duration HEALTH_PAUSE = Duration.ofMillis(50);

    private final StackSettings settings;
    private final Home home;
    private final PrintStream events;
    private final long began = System.nanoTime();
    private FileLock lock;
    private volatile Side database;
    private volatile Side broker;
    private volatile Side worker;

    StackProcess(StackSettings settings, PrintStream events) {
        this.settings = settings;
        this.home = new Home(settings.home());
        this.events = events;
    }

    void start() throws IOException {
        System.setProperty("pulsefeed.logs", home.logs().toString());
        lock = home.lock();
        String clusterId = home.clusterId();
        if (settings.hasOwnDatabase()) {
            new Postmaster(home.postgresData()).stopOrphan();
        }
        FreePorts.check(settings);
        new PluginFolder(home.plugins()).holdExactly(settings.plugins());

        CompletableFuture<Void> databaseUp =
                CompletableFuture.runAsync(this::startDatabase, task -> new Thread(task, "start-database").start());
        startBroker(clusterId);
        startWorker();
        try {
            databaseUp.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException known ? known : e;
        }
        events.println("ready " + seconds(began));
    }

    private void startDatabase() {
        long start = System.nanoTime();
        Side side = Side.open("database", settings.layout(), "io.pulsefeed.stack.database.DatabaseSide");
        database = side;
        Map<String, String> values = new HashMap<>();
        values.put("folder", home.postgres().toString());
        values.put("password.file", home.passwordFile().toString());
        values.put("port", Integer.toString(settings.ports().database()));
        values.put("jdbc.url", settings.externalJdbcUrl());
        side.start(values, this::fatal);
        phase("database", start);
    }

    private void startBroker(String clusterId) {
        long start = System.nanoTime();
        Side side = Side.open("broker", settings.layout(), "io.pulsefeed.stack.broker.BrokerSide");
        broker = side;
        side.start(
                Map.of(
                        "folder", home.kafka().toString(),
                        "cluster.id", clusterId,
                        "topics.file", settings.topicsFile().toString(),
                        "port", Integer.toString(settings.ports().kafka()),
                        "controller.port", Integer.toString(settings.ports().controller())),
                this::fatal);
        ((Map<?, ?>) side.ask("ends")).forEach((partition, end) -> events.println("end " + partition + " " + end));
        phase("broker", start);
    }

    private void startWorker() {
        long start = System.nanoTime();
        Side side = Side.open("worker", settings.layout(), "io.pulsefeed.stack.worker.WorkerSide");
        worker = side;
        side.start(
                Map.of(
                        "worker.file", settings.workerFile().toString(),
                        "home", home.folder().toString(),
                        "folder", home.connect().toString(),
                        "plugins", home.plugins().toString(),
                        "bootstrap.servers", "127.0.0.1:" + settings.ports().kafka(),
                        "port", Integer.toString(settings.ports().connect())),
                this::fatal);
        awaitHealth();
        phase("worker", start);
    }

    /** The port opens before the worker has joined its group; only {@code /health} tells the truth. */
    private void awaitHealth() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + settings.ports().connect() + "/health"))
                .timeout(Duration.ofSeconds(10))
                .build();
        while (true) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // not listening yet; the parent holds the deadline
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("The start was interrupted.", e);
            }
            LockSupport.parkNanos(HEALTH_PAUSE.toNanos());
        }
    }

    private void fatal(String reason) {
        events.println("error " + reason);
        // Not from the thread that failed: it may be one of those that the shutdown waits for.
        new Thread(() -> System.exit(1), "stack-fatal").start();
    }

    private void phase(String name, long start) {
        events.println("phase " + name + " " + seconds(start));
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e9);
    }

    /** Runs as the shutdown hook: worker, broker, database, then the end, within a limit. */
    void stop() {
        Thread stopping = new Thread(this::stopInOrder, "stack-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (lock != null && settings.hasOwnDatabase()) {
            new Postmaster(home.postgresData()).stopOrphan();
        }
    }

    private void stopInOrder() {
        for (Side side : new Side[] {worker, broker, database}) {
            if (side != null) {
                try {
                    side.stop();
                } catch (RuntimeException e) {
                    e.printStackTrace();
                }
            }
        }
    }
}
