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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo with its live page: every fault of the page is injected, and afterwards nothing is lost or doubled. {@code pulsefeed.harms}
 * is the number of faults; the release check uses 20.
 */
class DemoConsoleIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(150);

    /** The demo itself gives a fault 120 s to start its process again, and 120 s to recover. */
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(270);

    private static final List<String> END_PHASES = List.of("RECOVERED", "NOT_RECOVERED");
    private static final int HARMS = Integer.getInteger("pulsefeed.harms", 5);

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile @Nullable JsonNode state;
    private volatile @Nullable JsonNode end;
    private volatile @Nullable JsonNode hello;

    @TempDir
    private Path folder;

    @Test
    void losesAndDoublesNothingThroughTheFaultsOfThePage() throws Exception {
        Path output = folder.resolve("demo.log");
        int[] ports = FreePorts.take(5);
        String url = "http://127.0.0.1:" + ports[4];
        Process demo = new Pulsefeed(Map.of())
                .start(
                        List.of(
                                "demo",
                                "--json",
                                "--home",
                                folder.resolve("home").toString(),
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
        try {
            await().atMost(LIMIT)
                    .until(() -> Files.readString(output).contains("Live page: " + url) || !demo.isAlive());
            assertThat(demo.isAlive()).as(Files.readString(output)).isTrue();
            Thread reader = new Thread(() -> readEvents(url), "events");
            reader.setDaemon(true);
            reader.start();
            await().atMost(LIMIT).until(() -> hello != null && state != null);
            JsonNode offered = Objects.requireNonNull(hello).path("harms");
            assertThat(offered).hasSize(5);
            for (int i = 0; i < HARMS; i++) {
                inject(demo, url, offered.get(i % offered.size()).path("id").asText(), i + 1);
            }
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        List<String> lines = Files.readAllLines(output);
        JsonNode result = JSON.readTree(lines.get(lines.size() - 1));
        assertThat(result.path("lost").asLong(-1)).as(result.toString()).isZero();
        assertThat(result.path("duplicated").asLong(-1)).isZero();
        assertThat(result.path("errors")).isEmpty();
        await().atMost(Duration.ofSeconds(5)).until(() -> end != null);
        JsonNode last = Objects.requireNonNull(end).path("state");
        for (String field : List.of("connectors", "topics", "tables", "lost", "duplicated")) {
            assertThat(last.path(field)).as(field).isEqualTo(result.path(field));
        }
    }

    private void inject(Process demo, String url, String id, int number) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/harms/" + id))
                .header(
                        "X-Pulsefeed-Token",
                        Objects.requireNonNull(hello).path("token").asText())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(202);
        await(id)
                .atMost(RECOVERY_LIMIT)
                .until(() -> END_PHASES.contains(run(number).path("phase").asText()) || !demo.isAlive());
        JsonNode run = run(number);
        System.out.println("Live page: " + run.path("label").asText() + ": "
                + run.path("phase").asText() + " after " + run.path("recovery_seconds") + " s, lost " + run.path("lost")
                + ", doubled " + run.path("duplicated"));
        assertThat(run.path("phase").asText()).as("%s, state %s", run, state).isEqualTo("RECOVERED");
        assertThat(run.path("duplicated").asLong(-1)).isZero();
    }

    private JsonNode run(int number) {
        for (JsonNode run : Objects.requireNonNull(state).path("harms")) {
            if (run.path("number").asInt() == number) {
                return run;
            }
        }
        return JSON.nullNode();
    }

    private void readEvents(String url) {
        try {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/api/events")).build(),
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
}
