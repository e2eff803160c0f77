package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A demo with its live page, in a process of its own, on free ports. Reads the events of the page until it ends. The EmotiBits of a demo
 * have fixed addresses, so a demo waits for the end of another.
 */
final class DemoRun implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(150);

    /** The demo itself gives a fault 120 s to start its process again, and 120 s to recover. */
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(270);

    private static final List<String> END_PHASES = List.of("RECOVERED", "NOT_RECOVERED");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int[] ports = FreePorts.take(5);
    private final Path home;
    private final Path output;
    private final Process process;
    private volatile @Nullable JsonNode hello;
    private volatile @Nullable JsonNode state;
    private volatile @Nullable JsonNode end;

    private final FileChannel turn;

    private DemoRun(Path folder) throws IOException {
        turn = awaitTurn();
        home = folder.resolve("home of a user");
        output = folder.resolve("demo.log");
        process = new Pulsefeed(Map.of())
                .start(
                        List.of(
                                "demo",
                                "--json",
                                "--home",
                                home.toString(),
                                "--kafka-port",
                                Integer.toString(ports[0]),
                                "--controller-port",
                                Integer.toString(ports[1]),
                                "--connect-port",
                                Integer.toString(ports[2]),
                                "--db-port",
                                Integer.toString(ports[3]),
                                "--console-port",
                                Integer.toString(ports[4])),
                        output);
    }

    /** Holds a lock between processes until it is closed. */
    private static FileChannel awaitTurn() throws IOException {
        Path lock = Path.of(
                System.getProperty("java.io.tmpdir"), "pulsefeed-demo-" + System.getProperty("user.name") + ".lock");
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    /** Returns when the page has sent its first state. */
    static DemoRun start(Path folder) throws IOException {
        DemoRun demo = new DemoRun(folder);
        try {
            await().atMost(LIMIT)
                    .until(() -> demo.text().contains("Live page: " + demo.url()) || !demo.process.isAlive());
            demo.requireAlive();
            Thread reader = new Thread(demo::readEvents, "events");
            reader.setDaemon(true);
            reader.start();
            await().atMost(LIMIT).until(() -> demo.hello != null && demo.state != null);
            return demo;
        } catch (RuntimeException | Error e) {
            demo.close();
            throw e;
        }
    }

    private String url() {
        return "http://127.0.0.1:" + ports[4];
    }

    String restUrl() {
        return "http://127.0.0.1:" + ports[2];
    }

    /** Commands with the broker and the database of the demo. */
    Pulsefeed pulsefeed() {
        return new Pulsefeed(Map.of(
                "KAFKA_SERVERS",
                "127.0.0.1:" + ports[0],
                "PULSEFEED_JDBC_URL",
                jdbcUrl(),
                "PULSEFEED_DB_USER",
                "pulsefeed",
                "PULSEFEED_DB_PASSWORD",
                password()));
    }

    Tables tables() {
        return new Tables(jdbcUrl(), "pulsefeed", password());
    }

    /** The tables for statements that need a superuser. */
    Tables administeredTables() {
        return new Tables(jdbcUrl(), "postgres", password());
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + ports[3] + "/pulsefeed";
    }

    private String password() {
        try {
            return Files.readString(home.resolve("database.password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of the demo's home whose command line contains a text. */
    List<ProcessHandle> processes(String text) {
        try (Stream<ProcessHandle> all = process.descendants()) {
            return all.filter(handle -> handle.info().commandLine().orElse("").contains(text))
                    .toList();
        }
    }

    /** Fails with the output of the demo if it has ended. */
    void requireAlive() throws IOException {
        assertThat(process.isAlive()).as(text()).isTrue();
    }

    /** The faults that the page offers. */
    JsonNode offeredFaults() {
        return Objects.requireNonNull(hello).path("harms");
    }

    /** The latest state of the page. */
    JsonNode state() {
        return Objects.requireNonNull(state);
    }

    /** Injects a fault of the page, and waits until everything that was sent has arrived. */
    void inject(String id, int number) throws Exception {
        assertThat(post("/api/harms/" + id).statusCode()).isEqualTo(202);
        await(id)
                .atMost(RECOVERY_LIMIT)
                .until(() -> END_PHASES.contains(fault(number).path("phase").asText()) || !process.isAlive());
        requireAlive();
        JsonNode fault = fault(number);
        System.out.println("Live page: " + fault.path("label").asText() + ": "
                + fault.path("phase").asText() + " after " + fault.path("recovery_seconds") + " s, lost "
                + fault.path("lost") + ", doubled " + fault.path("duplicated"));
        assertThat(fault.path("phase").asText())
                .as("%s, state %s", fault, state)
                .isEqualTo("RECOVERED");
        assertThat(fault.path("duplicated").asLong(-1)).isZero();
    }

    private JsonNode fault(int number) {
        for (JsonNode fault : state().path("harms")) {
            if (fault.path("number").asInt() == number) {
                return fault;
            }
        }
        return JSON.nullNode();
    }

    /** A request with the token of the page. */
    HttpResponse<String> post(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header(
                        "X-Pulsefeed-Token",
                        Objects.requireNonNull(hello).path("token").asText())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void readEvents() {
        try {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(URI.create(url() + "/api/events")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        onEvent(line.substring("event: ".length()), lines.readLine());
                    }
                }
            }
        } catch (IOException e) {
            // The demo has ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onEvent(String type, String data) throws IOException {
        switch (type) {
            case "hello" -> hello = JSON.readTree(data.substring("data: ".length()));
            case "state" -> state = JSON.readTree(data.substring("data: ".length()));
            case "end" -> end = JSON.readTree(data.substring("data: ".length()));
            default -> {
                // Records.
            }
        }
    }

    private String text() throws IOException {
        return Files.readString(output);
    }

    /** Ends the demo like Ctrl-C, and returns its result. Its last event has the same numbers. */
    JsonNode finish() throws IOException {
        close();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).noneMatch(line -> line.contains("Exception"));
        JsonNode result = JSON.readTree(lines.get(lines.size() - 1));
        await().atMost(Duration.ofSeconds(5)).until(() -> end != null);
        JsonNode last = Objects.requireNonNull(end).path("state");
        for (String field : List.of("connectors", "topics", "tables", "lost", "duplicated")) {
            assertThat(last.path(field)).as(field).isEqualTo(result.path(field));
        }
        return result;
    }

    @Override
    public void close() {
        try (turn) {
            if (process.isAlive()) {
                Pulsefeed.interrupt(process);
                assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
