package io.pulsefeed.deployment.monitoring;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.SimulatedSources;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.Http;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;

/**
 * The production stack without Docker and Grafana, as processes: broker and worker with the JMX agent and the shipped rules, the
 * plugins from their zips with the shipped connector files, simulated sources, a database, an exporter, and the real Prometheus and
 * Alertmanager with the shipped files, accelerated by {@link AcceleratedRules}. After {@link #start} all five connectors are RUNNING
 * and write data.
 */
public final class MonitoredStack implements AutoCloseable {

    /** Timeout of every wait; long enough for a slow, loaded machine. */
    public static final Duration LIMIT = Duration.ofSeconds(120);

    /** The shipped connectors. */
    public static final List<String> CONNECTORS =
            List.of("kraken-source", "article-source", "emotibit-source", "timescale-cryptoviz", "timescale-emotibit");

    private static final long SEED = 7;
    /** The id that the simulator gives its first device, which a patient wears. */
    private static final String FIRST_DEVICE = "MD-V5-0000410";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final Map<String, Daemon> daemons = new TreeMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private TestDatabase database;
    private SimulatedSources sources;

    private MonitoredStack(Path folder) {
        this.folder = folder;
        // An aborted build must not leave processes running.
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAtExit, "monitored-stack-end"));
    }

    static MonitoredStack start(Path folder) throws Exception {
        MonitoredStack stack = new MonitoredStack(folder);
        long started = System.nanoTime();
        try {
            stack.launch();
            System.out.printf("  monitored stack started in %d ms%n", (System.nanoTime() - started) / 1_000_000);
            return stack;
        } catch (Exception | AssertionError e) {
            String output = stack.outputTails();
            stack.close();
            throw new IllegalStateException("The monitored stack did not start:\n" + output, e);
        }
    }

    private void launch() throws Exception {
        takePorts("kafka", "controller", "connect", "kafka:5556", "connect:5556", "kafka-exporter:9308");
        takePorts("node-exporter:9100", "localhost:9090", "alertmanager:9093");
        Daemon broker = KafkaPrograms.broker(
                1, true, ports.get("kafka"), ports.get("controller"), ports.get("kafka:5556"), folder.resolve("kafka"));
        run("broker", broker);
        database = closeLater(TestDatabase.startServer());
        sources =
                closeLater(SimulatedSources.start(folder.resolve("sources"), new SimulatedSources.Size(3, 4, 2), SEED));
        try (Admin admin = admin()) {
            TopicProfile profile = TopicProfile.read(Checkout.path("connect-config/topics/single.json"));
            new TopicPlan(profile, admin, LIMIT).apply(false);
        }
        Map<String, String> environment = new HashMap<>(sources.environment());
        environment.putAll(database.environment());
        run(
                "worker",
                KafkaPrograms.worker(
                        bootstrapServers(),
                        ports.get("connect"),
                        ports.get("connect:5556"),
                        environment,
                        folder.resolve("worker")));
        run(
                "kafka-exporter",
                KafkaPrograms.exporter(
                        bootstrapServers(), ports.get("kafka-exporter:9308"), folder.resolve("exporter")));
        startMonitoring();
        awaitWorker();
        CONNECTORS.forEach(connector -> connect().put(connector, shipped(connector, Map.of())));
        awaitHealthy();
        await("articles")
                .atMost(LIMIT)
                .until(() -> prometheus()
                                .query("sum(kafka_connect_plugin_articles_written_total) > 0")
                                .size()
                        == 1);
    }

    private void startMonitoring() {
        Path prometheus = AcceleratedRules.write(folder.resolve("prometheus"), ports);
        run(
                "node-exporter",
                program(
                        "prometheus-node-exporter",
                        "--web.listen-address=" + at("node-exporter:9100"),
                        "--no-collector.textfile",
                        "--no-collector.systemd"));
        run(
                "alertmanager",
                program(
                        "prometheus-alertmanager",
                        "--config.file=" + Checkout.path("monitoring/alertmanager/alertmanager.yml"),
                        "--storage.path=" + folder.resolve("alertmanager"),
                        "--web.listen-address=" + at("alertmanager:9093"),
                        "--cluster.listen-address="));
        run(
                "prometheus",
                program(
                        "prometheus",
                        "--config.file=" + prometheus,
                        "--storage.tsdb.path=" + folder.resolve("prometheus/data"),
                        "--web.listen-address=" + at("localhost:9090")));
    }

    private String at(String name) {
        return "127.0.0.1:" + ports.get(name);
    }

    private Daemon program(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.path(name).toString()));
        command.addAll(List.of(arguments));
        return new Daemon(name, Command.of(command), folder.resolve("output"));
    }

    private void takePorts(String... names) {
        int[] free = FreePorts.take(names.length);
        for (int i = 0; i < names.length; i++) {
            ports.put(names[i], free[i]);
        }
    }

    private void run(String name, Daemon daemon) {
        daemons.put(name, closeLater(daemon));
        daemon.start();
    }

    private <C extends AutoCloseable> C closeLater(C resource) {
        closing.push(resource);
        return resource;
    }

    /** The shipped configuration of a connector, with the keys that simulators need and further changes. */
    ObjectNode shipped(String connector, Map<String, String> changes) {
        try {
            String file = Checkout.text("connect-config/connectors/" + connector + ".json");
            ObjectNode config = (ObjectNode) JSON.readTree(file).get("config");
            sources.overrides(connector).forEach(config::put);
            if (connector.equals("emotibit-source")) {
                config.put("patient.map", FIRST_DEVICE + "=P7");
                config.put("session.timeout.ms", "4000");
            }
            changes.forEach(config::put);
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Restarts a process after {@link #kill}; {@link #awaitHealthy} waits until it works again. */
    void start(String process) {
        daemons.get(process).start();
    }

    /** {@code kill -9} of broker, worker, kafka-exporter, node-exporter, prometheus or alertmanager. */
    void kill(String process) {
        daemons.get(process).kill();
    }

    /** Keeps a test that fails halfway from failing the next ones. */
    void startStoppedProcesses() {
        daemons.values().stream().filter(daemon -> !daemon.isAlive()).forEach(Daemon::start);
        awaitWorker();
    }

    private void awaitWorker() {
        Http rest = Http.to(ports.get("connect"));
        await("worker").atMost(LIMIT).until(() -> rest.isOk("/health"));
    }

    /**
     * Starts a second broker, which Prometheus discovers through its targets file; it can be killed without stopping anything else.
     * It runs until the end, because the alerts compare the broker count with that of the last day.
     */
    void addBroker() {
        if (daemons.containsKey("broker-2")) {
            return;
        }
        takePorts("kafka2", "kafka2:5556");
        run(
                "broker-2",
                KafkaPrograms.broker(
                        2,
                        false,
                        ports.get("kafka2"),
                        ports.get("controller"),
                        ports.get("kafka2:5556"),
                        folder.resolve("kafka2")));
        try {
            Files.writeString(
                    folder.resolve("prometheus/targets/kafka2.yml"), "- targets: [\"" + at("kafka2:5556") + "\"]\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until every connector is RUNNING, every target is up, and all but the article source have written records. */
    void awaitHealthy() {
        awaitWorker();
        connect().awaitRunning(CONNECTORS, LIMIT);
        await("targets")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> prometheus().targets().size() >= 6
                        && prometheus().targets().values().stream().allMatch("up"::equals));
        await("records")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> prometheus()
                                .query("sum by (connector) (kafka_connect_source_task_source_record_write_total"
                                        + " or kafka_connect_sink_task_sink_record_send_total) > 0")
                                .size()
                        >= CONNECTORS.size() - 1);
        await("rules").atMost(LIMIT).until(() -> alertmanager().isReady());
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + ports.get("kafka");
    }

    public ConnectRest connect() {
        return new ConnectRest("http://127.0.0.1:" + ports.get("connect"));
    }

    public Prometheus prometheus() {
        return new Prometheus(ports.get("localhost:9090"));
    }

    public Alertmanager alertmanager() {
        return new Alertmanager(ports.get("alertmanager:9093"));
    }

    public SimulatedSources sources() {
        return sources;
    }

    /** Without credentials, which are {@link #databaseUser} and {@link #databasePassword}. */
    public String jdbcUrl() {
        return database.url();
    }

    public String databaseUser() {
        return database.user();
    }

    public String databasePassword() {
        return database.password();
    }

    TestDatabase database() {
        return database;
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    /** The end of every process's output, for a failing test. */
    public String outputTails() {
        StringBuilder tails = new StringBuilder();
        daemons.values().forEach(daemon -> tails.append(daemon.tail()).append("\n\n"));
        for (String log : List.of("kafka/logs/broker.log", "worker/logs/worker.log")) {
            tails.append(log)
                    .append(":\n")
                    .append(Daemon.tailOf(folder.resolve(log)))
                    .append("\n\n");
        }
        return tails.toString();
    }

    private void closeAtExit() {
        try {
            close();
        } catch (Exception e) {
            System.err.println("Could not stop the monitored stack in " + folder + "; processes may still run: " + e);
        }
    }

    @Override
    public synchronized void close() throws Exception {
        while (!closing.isEmpty()) {
            closing.pop().close();
        }
    }
}
