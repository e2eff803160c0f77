package io.pulsefeed.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.console.state.Harms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server of the page: its interface, who may call it, and its limits. */
class ConsoleTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = System.currentTimeMillis();

    private final ScriptedFeed feed = new ScriptedFeed();
    private final ScriptedPipeline pipeline = new ScriptedPipeline();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Console start(ConsoleOptions options, boolean hasActions) throws IOException {
        Console console = Console.start(options, pipeline, feed, pipeline, hasActions ? pipeline : null);
        opened.add(console);
        return console;
    }

    private Console start() throws IOException {
        return start(ConsoleOptions.local(0, "test"), true);
    }

    private HttpResponse<String> get(Console console, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int post(Console console, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(console.url() + path)).POST(HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** The events of a stream, as they arrive. */
    private final class Events implements AutoCloseable {

        private final InputStream body;
        private final BufferedReader lines;

        Events(Console console) throws Exception {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(URI.create(console.url() + "/api/events"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream; charset=utf-8");
            body = response.body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            opened.add(this);
        }

        JsonNode next(String type) throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("event: " + type)) {
                    return JSON.readTree(lines.readLine().substring("data: ".length()));
                }
            }
            throw new IOException("the stream ended before " + type);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    @Test
    void answersTheStateInItsStableForm() throws Exception {
        Console console = start();
        feed.trade("XBT/USD", 60567.3, NOW);
        feed.send("rawarticle", "coindesk", NOW, "{\"title\":\"t\",\"url\":\"u\",\"published_at\":" + NOW / 1e3 + "}");
        feed.send(
                "Emotibit_processdata",
                "MD-1",
                NOW,
                "{\"device_id\":\"MD-1\",\"patient_id\":\"P7\",\"timestamp\":" + NOW / 1e3
                        + ",\"bpm\":61.5,\"quality\":0.9}");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(console, "/api/state").body().contains("MD-1"));
        HttpResponse<String> response = get(console, "/api/state");
        JsonNode state = JSON.readTree(response.body());

        assertThat(state.fieldNames())
                .toIterable()
                .containsExactly(
                        "connectors",
                        "topics",
                        "tables",
                        "pairs",
                        "sites",
                        "devices",
                        "lost",
                        "duplicated",
                        "uptime_seconds");
        assertThat(state.at("/connectors/timescale-cryptoviz").asText()).isEqualTo("RUNNING");
        assertThat(state.at("/pairs/XBT~1USD/last").asDouble()).isEqualTo(60567.3);
        assertThat(state.at("/sites/coindesk/articles").asLong()).isEqualTo(1);
        assertThat(state.at("/devices/MD-1/bpm").asDouble()).isEqualTo(61.5);
        assertThat(state.path("lost").asLong(-1)).isZero();
        assertThat(response.body()).doesNotContain("P7").doesNotContain("patient");
    }

    @Test
    void everyAnswerHasSecurityHeaders() throws Exception {
        Console console = start();
        for (String path : List.of("/", "/api/state", "/page.css", "/nothing", "/runbooks/ConnectTaskFailed")) {
            HttpResponse<String> response = get(console, path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        }
        assertThat(get(console, "/runbooks/ConnectTaskFailed").body()).startsWith("# ");
        assertThat(get(console, "/runbooks/..%2Fx").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesOtherHostNamesWithoutAPassword() throws Exception {
        Console console = start();
        URI url = URI.create(console.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write("GET /api/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 421");
        }
        assertThat(get(console, "/api/state").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAQueryThatIsNotValid() throws Exception {
        String port = start().url().replaceAll(".*:", "");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            socket.getOutputStream()
                    .write("GET /api/candles?pair=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void everyRequestNeedsThePasswordIfOneIsSet() throws Exception {
        Console console =
                start(ConsoleOptions.local(0, "").protectedBy(InetAddress.getLoopbackAddress(), "s3cret-long"), false);
        for (String path : List.of("/", "/api/state", "/api/events")) {
            assertThat(get(console, path).statusCode()).isEqualTo(401);
        }
        assertThat(get(console, "/", "Authorization", basic("wrong")).statusCode())
                .isEqualTo(401);
        assertThat(get(console, "/", "Authorization", "Basic %%%").statusCode()).isEqualTo(401);
        assertThat(get(console, "/", "Authorization", basic("s3cret-long")).statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> new ConsoleOptions(
                        InetAddress.getByName("0.0.0.0"),
                        0,
                        null,
                        1,
                        "",
                        ConsoleOptions.local(0, "").topics()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("me:" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void actionsNeedTheTokenOfThePage() throws Exception {
        Console console = start();
        String token = new Events(console).next("hello").path("token").asText();
        String path = "/api/connectors/kraken-source/pause";

        assertThat(post(console, path)).isEqualTo(403);
        assertThat(post(console, path, "X-Pulsefeed-Token", "guess")).isEqualTo(403);
        assertThat(post(console, path, "X-Pulsefeed-Token", token, "Origin", "http://evil.example"))
                .isEqualTo(403);
        assertThat(pipeline.requested).isEmpty();
        assertThat(post(console, path, "X-Pulsefeed-Token", token)).isEqualTo(200);
        assertThat(post(console, "/api/harms/kill", "X-Pulsefeed-Token", token)).isEqualTo(202);
        assertThat(post(console, "/api/harms/none", "X-Pulsefeed-Token", token)).isEqualTo(409);
        assertThat(post(console, "/api/connectors/timescale-cryptoviz/redrive", "X-Pulsefeed-Token", token))
                .isEqualTo(200);
        assertThat(pipeline.requested)
                .containsExactly("pause kraken-source", "harm kill", "harm none", "redrive timescale-cryptoviz");
    }

    @Test
    void actionsAreRefusedUnlessAllowed() throws Exception {
        Console console = Console.start(ConsoleOptions.local(0, ""), pipeline, feed, Harms.NONE, null);
        opened.add(console);
        JsonNode hello = new Events(console).next("hello");

        assertThat(hello.path("actions").asBoolean(true)).isFalse();
        assertThat(hello.path("harms")).isEmpty();
        assertThat(post(
                        console,
                        "/api/connectors/a/restart",
                        "X-Pulsefeed-Token",
                        hello.path("token").asText()))
                .isEqualTo(403);
        assertThat(pipeline.requested).isEmpty();
    }

    @Test
    void refusesMoreStreamsThanTheLimitAndAcceptsAgainAfterOneEnds() throws Exception {
        Console console = start(ConsoleOptions.local(0, "").withMaxStreams(2), false);
        Events first = new Events(console);
        new Events(console).next("state");
        assertThat(get(console, "/api/events").statusCode()).isEqualTo(503);

        first.close();
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(URI.create(console.url() + "/api/events"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode() == 200;
        });
    }

    @Test
    void streamsSnapshotThenNewRecordsThenTheEnd() throws Exception {
        Console console = start();
        feed.trade("XBT/USD", 100, NOW - 1000);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(console, "/api/state").body().contains("XBT"));
        Events events = new Events(console);
        JsonNode snapshot = events.next("live");
        assertThat(snapshot.path("snapshot").asBoolean()).isTrue();
        assertThat(snapshot.at("/trades/0/1").asDouble()).isEqualTo(100);

        feed.trade("XBT/USD", 101, NOW);
        JsonNode frame = events.next("live");
        assertThat(frame.path("trades")).hasSize(1);
        assertThat(frame.at("/trades/0/1").asDouble()).isEqualTo(101);
        assertThat(get(console, "/api/candles?pair=XBT%2FUSD").body()).contains("100.0", "101.0");

        console.finish(pipeline.read());
        assertThat(events.next("end").at("/state/topics/rawtrade").asLong()).isPositive();
    }

    @Test
    void readsNothingWithoutAViewer() throws Exception {
        Console console = start();
        assertThat(pipeline.reads.get()).isZero();
        assertThat(feed.running).isZero();
        get(console, "/api/state");
        assertThat(feed.running).isOne();
        await().atMost(Duration.ofSeconds(20)).until(() -> feed.running == 0);
    }
}
