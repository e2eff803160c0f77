package io.pulsefeed.deployment.dashboards;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.deployment.Checkout;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.stack.ConnectRest;
import io.pulsefeed.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Simulated venues, all connectors in one worker, and the rows that they make: in the embedded PostgreSQL, and, where it can be
 * had, in a TimescaleDB beside it.
 */
final class FilledDatabases implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEALTHY_HOST = 81;
    private static final int FAULTY_HOST = 82;
    private static final int TRADES_PER_SECOND = 60;

    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<Database> databases = new ArrayList<>();

    static FilledDatabases start(Path home) {
        FilledDatabases filled = new FilledDatabases();
        try {
            filled.launch(home);
            return filled;
        } catch (IOException | RuntimeException e) {
            filled.close();
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
        }
    }

    List<Database> databases() {
        return List.copyOf(databases);
    }

    private void launch(Path home) throws IOException {
        KrakenSimulator kraken = keep(KrakenSimulator.builder()
                .seed(7)
                .tradesPerSecond(TRADES_PER_SECOND)
                .startTime(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build()
                .start());
        NewsSimulator news = keep(NewsSimulator.start(0, 5, 6, 7, Clock.systemUTC(), Set.of()));
        int port = freePort();
        EmotiBitSimulator healthy = keep(new EmotiBitSimulator(
                EmotiBitSimulator.Options.devices(1).startingAt(HEALTHY_HOST).onPort(port)));
        EmotiBitSimulator faulty = keep(new EmotiBitSimulator(EmotiBitSimulator.Options.devices(1)
                .startingAt(FAULTY_HOST)
                .onPort(port)
                .seeded(2)
                .with(Set.of(Fault.LOSS, Fault.BUTTON))));
        Path sites = Files.writeString(Files.createDirectories(home).resolve("sites.json"), news.sitesJson(50));
        LocalStack stack = keep(LocalStack.builder()
                .home(home)
                .kafkaPort(freePort())
                .controllerPort(freePort())
                .connectPort(freePort())
                .databasePort(freePort())
                .environment(Map.of("PULSEFEED_CONTACT_URL", "http://127.0.0.1/contact"))
                .plugins(plugins())
                .start((phase, took) -> {}));
        databases.add(new Database("PostgreSQL", stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword()));
        Database.timescale().ifPresent(timescale -> {
            running.add(timescale::drop);
            databases.add(timescale);
        });
        ConnectRest connect = new ConnectRest(stack.restUrl());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < databases.size(); i++) {
            for (String sink : List.of("timescale-cryptoviz", "timescale-emotibit")) {
                names.add(put(connect, sink + "-" + i, sink, databases.get(i).settings()));
            }
        }
        healthy.start();
        faulty.start();
        names.add(put(
                connect,
                "kraken-source",
                "kraken-source",
                Map.of("kraken.ws.url", kraken.webSocketUrl(), "kraken.rest.url", kraken.restUrl())));
        names.add(put(
                connect,
                "article-source",
                "article-source",
                Map.of("sites.path", sites.toString(), "allow.private.addresses", "true")));
        names.add(put(connect, "emotibit-source", "emotibit-source", emotibit(healthy, faulty, port)));
        connect.awaitRunning(names, LIMIT);
    }

    /** Free ports on loopback, a person for one of the devices, and a window short enough for a test. */
    private static Map<String, String> emotibit(EmotiBitSimulator healthy, EmotiBitSimulator faulty, int port) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("device.addresses", healthy.addresses() + "," + faulty.addresses());
        settings.put("discovery.port", Integer.toString(port));
        settings.put("discovery.broadcast.enabled", "false");
        settings.put("bind.address", "127.0.0.1");
        settings.put("data.port", "0");
        settings.put("control.port", "0");
        settings.put("patient.map", healthy.truths().get(0).deviceId() + "=P7");
        settings.put("metrics.variability.window.ms", "40000");
        return settings;
    }

    private static String put(ConnectRest connect, String name, String file, Map<String, String> changes)
            throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(Checkout.text("connect-config/connectors/" + file + ".json"))
                .get("config");
        config.put("name", name);
        changes.forEach(config::put);
        connect.put(name, config);
        return name;
    }

    private static List<Path> plugins() {
        return List.of("kraken-source", "article-source", "emotibit-source", "timescale-sink").stream()
                .flatMap(module -> Checkout.files(module + "/target", ".zip").stream())
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        running.add(resource);
        return resource;
    }

    @Override
    public void close() {
        for (int i = running.size() - 1; i >= 0; i--) {
            try {
                running.get(i).close();
            } catch (Exception e) {
                System.err.println("while stopping: " + e);
            }
        }
    }
}
