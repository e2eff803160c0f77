package io.pulsefeed.deployment.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.deployment.monitoring.KafkaPrograms;
import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.KafkaJvm;
import io.pulsefeed.deployment.process.PropertiesFile;
import io.pulsefeed.deployment.process.ShippedPlugins;
import io.pulsefeed.deployment.process.SimulatedSources;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/** The broker of the stack, a database, simulated sources and a worker of another version with the plugins from their zips. */
final class MatrixStack implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SimulatedSources.Size SOURCES = new SimulatedSources.Size(2, 3, 2);
    private static final long SEED = 7;
    private static final int TRADES_PER_SECOND = 200;
    /** The plugins' own limit; the worker logs each task that takes longer to stop. */
    private static final long TASK_STOP_LIMIT_MS = 2_000;

    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final String bootstrapServers;
    private final ConnectRest connect;
    private final TestDatabase database;
    private final Instant sourcesStarted;
    private final SimulatedSources sources;
    private final Daemon worker;

    private MatrixStack(String workerVersion, Java java, Path folder) throws Exception {
        // An aborted build must not leave processes running.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "matrix-stack-end"));
        int[] ports = FreePorts.take(4);
        bootstrapServers = "127.0.0.1:" + ports[0];
        connect = new ConnectRest("http://127.0.0.1:" + ports[3]);
        Daemon broker = KafkaPrograms.broker(1, true, ports[0], ports[1], ports[2], folder.resolve("kafka"));
        closing.push(broker);
        broker.start();
        database = TestDatabase.fresh();
        sourcesStarted = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        sources = SimulatedSources.start(folder.resolve("sources"), SOURCES, SEED);
        closing.push(sources);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new TopicPlan(TopicProfile.read(Checkout.path("connect-config/topics/local.json")), admin, LIMIT)
                    .apply(false);
        }
        worker = worker(workerVersion, java, ports[3], folder.resolve("worker"));
        closing.push(worker);
    }

    /** Everything but the worker runs when this returns. */
    static MatrixStack start(String workerVersion, Java java, Path folder) throws Exception {
        return new MatrixStack(workerVersion, java, folder);
    }

    private Daemon worker(String version, Java java, int port, Path folder) {
        Properties settings = PropertiesFile.read(Checkout.path("connect-config/worker/local.properties"));
        settings.setProperty("bootstrap.servers", bootstrapServers);
        settings.setProperty("listeners", "http://127.0.0.1:" + port);
        settings.setProperty("rest.advertised.host.name", "127.0.0.1");
        settings.setProperty(
                "plugin.path", ShippedPlugins.unpack(folder.resolve("plugins")).toString());
        settings.setProperty("config.providers.file.param.allowed.paths", folder.toString());
        settings.setProperty("task.shutdown.graceful.timeout.ms", Long.toString(TASK_STOP_LIMIT_MS));
        Path file = PropertiesFile.write(settings, folder.resolve("worker.properties"));
        Map<String, String> environment = new HashMap<>(sources.environment());
        environment.putAll(database.environment());
        KafkaJvm jvm = KafkaJvm.ofJars(WorkerJars.of(version), 384).on(java.home());
        return new Daemon(
                "worker",
                jvm.command("org.apache.kafka.connect.cli.ConnectDistributed", file.toString())
                        .with(environment),
                folder);
    }

    /** Creates the shipped connectors, which read trades from the first one, and returns their names. */
    List<String> createConnectors() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : Checkout.connectorFiles()) {
            String name = file.getFileName().toString().replace(".json", "");
            ObjectNode config =
                    (ObjectNode) JSON.readTree(file.toFile()).required("config").deepCopy();
            sources.overrides(name).forEach(config::put);
            if (name.equals("kraken-source")) {
                config.put("trade.start", sourcesStarted.toString());
                config.put("kraken.rest.interval.ms", "20");
                config.put("kraken.rest.pair.interval.ms", "20");
                sources.kraken().tradesPerSecond(TRADES_PER_SECOND);
            }
            connect.put(name, config);
            names.add(name);
        }
        return names;
    }

    /** The exchange continues without trades; devices and sites continue. */
    void stopTrades() {
        sources.kraken().tradesPerSecond(0);
    }

    TradeCounts trades() {
        return new TradeCounts(sources.kraken(), bootstrapServers, database);
    }

    Daemon worker() {
        return worker;
    }

    ConnectRest connect() {
        return connect;
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public synchronized void close() {
        while (!closing.isEmpty()) {
            try {
                closing.pop().close();
            } catch (Exception e) {
                System.err.println("A part of the stack was not stopped: " + e);
            }
        }
    }
}
