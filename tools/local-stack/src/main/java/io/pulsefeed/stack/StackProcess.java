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
import org.jspecify.annotations.Nullable;

/** Starts database, broker and worker in this process, reports each phase, and stops them in reverse order. */
final class StackProcess {

    /** A worker stops in about three seconds, a broker in one. After this limit the process exits anyway. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private static final Duration HEALTH_PAUSE = Duration.ofMillis(50);

    private final StackSettings settings;
    private final Home home;
    private final PrintStream events;
    private final long startedMonoNs = System.nanoTime();
    private @Nullable FileLock lock;
    private volatile @Nullable StackComponent database;
    private volatile @Nullable StackComponent broker;
    private volatile @Nullable StackComponent worker;

    StackProcess(StackSettings settings, PrintStream events) {
        this.settings = settings;
        this.home = new Home(settings.home());
        this.events = events;
    }

    void start() throws IOException {
        System.setProperty("pulsefeed.logs", home.logs().toString());
        lock = home.lock();
        String clusterId = home.clusterId();
        if (settings.isDatabaseEmbedded()) {
            new Postmaster(home.postgresData()).stopOrphan();
        }
        PortAvailability.check(settings);
        new PluginPath(home.plugins()).sync(settings.plugins());

        CompletableFuture<Void> databaseUp =
                CompletableFuture.runAsync(this::startDatabase, task -> new Thread(task, "start-database").start());
        startBroker(clusterId);
        startWorker();
        try {
            databaseUp.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException known ? known : e;
        }
        events.println("ready " + seconds(startedMonoNs));
    }

    private void startDatabase() {
        long start = System.nanoTime();
        StackComponent component =
                StackComponent.open("database", settings.layout(), "io.pulsefeed.stack.database.EmbeddedDatabase");
        database = component;
        Map<String, String> values = new HashMap<>();
        values.put("folder", home.postgres().toString());
        values.put("password.file", home.passwordFile().toString());
        values.put("port", Integer.toString(settings.ports().database()));
        values.put("jdbc.url", settings.externalJdbcUrl());
        component.start(values, this::fatal);
        phase("database", start);
    }

    private void startBroker(String clusterId) {
        long start = System.nanoTime();
        StackComponent component =
                StackComponent.open("broker", settings.layout(), "io.pulsefeed.stack.broker.EmbeddedBroker");
        broker = component;
        component.start(
                Map.of(
                        "folder", home.kafka().toString(),
                        "cluster.id", clusterId,
                        "topics.file", settings.topicsFile().toString(),
                        "port", Integer.toString(settings.ports().kafka()),
                        "controller.port", Integer.toString(settings.ports().controller())),
                this::fatal);
        ((Map<?, ?>) component.invoke("endOffsets"))
                .forEach((partition, end) -> events.println("end " + partition + " " + end));
        phase("broker", start);
    }

    private void startWorker() {
        long start = System.nanoTime();
        StackComponent component =
                StackComponent.open("worker", settings.layout(), "io.pulsefeed.stack.worker.EmbeddedWorker");
        worker = component;
        component.start(
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

    /** The port opens before the worker joins its group; {@code /health} returns 200 after that. */
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
                // Not listening yet. The parent process enforces the start limit.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("The start of the stack was interrupted.", e);
            }
            LockSupport.parkNanos(HEALTH_PAUSE.toNanos());
        }
    }

    private void fatal(String reason) {
        events.println("error " + reason);
        // On a new thread: the shutdown may wait for the thread that failed.
        new Thread(() -> System.exit(1), "stack-fatal").start();
    }

    private void phase(String name, long start) {
        events.println("phase " + name + " " + seconds(start));
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e9);
    }

    /** Shutdown hook: stops worker, broker and database within the limit. */
    void stop() {
        Thread stopping = new Thread(this::stopInOrder, "stack-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (lock != null && settings.isDatabaseEmbedded()) {
            new Postmaster(home.postgresData()).stopOrphan();
        }
    }

    private void stopInOrder() {
        for (StackComponent component : new @Nullable StackComponent[] {worker, broker, database}) {
            if (component != null) {
                try {
                    component.stop();
                } catch (RuntimeException e) {
                    e.printStackTrace();
                }
            }
        }
    }
}
