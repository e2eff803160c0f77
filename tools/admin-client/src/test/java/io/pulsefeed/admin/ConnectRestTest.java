package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectRestTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String REBALANCE = "{\"error_code\":409,\"message\":\"Cannot complete request: rebalance\"}";
    private static final String RUNNING =
            "{\"name\":\"a\",\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"id\":0,\"state\":\"RUNNING\"}]}";
    private static final String FAILED_TASK =
            "{\"name\":\"a\",\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"id\":0,\"state\":\"RUNNING\"},"
                    + "{\"id\":1,\"state\":\"FAILED\",\"trace\":\"x.Fenced: by another task\\n\\tat x\"}]}";

    private record Response(int status, String body) {}

    private final Deque<Response> responses = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private ConnectRest rest;

    /** Answers with the given responses in order, the last one repeatedly. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body));
            Response response = responses.size() > 1 ? responses.poll() : responses.peek();
            byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        rest = new ConnectRest(url());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void respond(int status, String body) {
        responses.add(new Response(status, body));
    }

    @Test
    void repeatsACallDuringARebalance() {
        respond(409, REBALANCE);
        respond(409, REBALANCE);
        respond(200, "[\"a\",\"b\"]");

        assertThat(rest.connectors()).containsExactly("a", "b");
        assertThat(requests).hasSize(3);
    }

    @Test
    void repeatsACallThatArrivesJustBeforeARebalance() {
        respond(
                500,
                "{\"error_code\":500,\"message\":\"Request cannot be completed because a rebalance is expected\"}");
        respond(200, "[\"a\"]");

        assertThat(rest.connectors()).containsExactly("a");
    }

    @Test
    void doesNotRepeatACallThatFailsInTheWorker() {
        respond(500, "{\"error_code\":500,\"message\":\"Request timed out\"}");

        assertThatThrownBy(() -> rest.connectors()).hasMessageEndingWith("returned 500: Request timed out");
        assertThat(requests).hasSize(1);
    }

    @Test
    void failsAfterARebalanceThatDoesNotEnd() {
        respond(409, REBALANCE);
        ConnectRest impatient = new ConnectRest(url(), Optional.empty(), Duration.ofMillis(1));

        ConnectRestException failure = catchThrowableOfType(ConnectRestException.class, impatient::connectors);

        assertThat(failure).hasMessageContaining("returned 409: Cannot complete request: rebalance");
        assertThat(failure.httpStatus()).hasValue(409);
    }

    @Test
    void reportsStatusAndMessageOfAnError() {
        respond(404, "{\"error_code\":404,\"message\":\"Connector a not found\"}");

        ConnectRestException failure = catchThrowableOfType(ConnectRestException.class, () -> rest.config("a"));

        assertThat(failure)
                .isInstanceOf(AdminException.class)
                .hasMessage("GET " + url() + "/connectors/a/config returned 404: Connector a not found");
        assertThat(failure.httpStatus()).hasValue(404);
        assertThat(failure.trace()).isEmpty();
    }

    @Test
    void reportsTheBodyOfAnErrorThatIsNotJson() {
        respond(502, "bad gateway");

        assertThatThrownBy(() -> rest.config("a")).hasMessageEndingWith("returned 502: bad gateway");
    }

    @Test
    void reportsAResponseThatIsNotJson() {
        respond(200, "<html>\n<p>A proxy</p>");

        assertThatThrownBy(rest::connectors)
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("The response of " + url() + " is not JSON")
                .hasMessageEndingWith("<html>");
    }

    @Test
    void reportsARefusedConnection() {
        server.stop(0);

        ConnectRestException failure = catchThrowableOfType(ConnectRestException.class, rest::connectors);

        assertThat(failure).hasMessageContaining("Cannot connect to Kafka Connect at " + url());
        assertThat(failure.httpStatus()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8083", "", "http://", "ftp://localhost", "http://a b"})
    void rejectsAnInvalidUrl(String invalid) {
        assertThatThrownBy(() -> new ConnectRest(invalid))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("\"" + invalid.replaceAll("/$", "") + "\" is not a valid URL")
                .hasMessageContaining("http://localhost:8083");
    }

    @Test
    void acceptsATrailingSlashInTheUrl() {
        respond(200, "[]");

        assertThat(new ConnectRest(url() + "/").connectors()).isEmpty();
        assertThat(requests).containsExactly("GET /connectors");
    }

    @Test
    void waitsForAStartingWorker() {
        respond(503, "");
        respond(503, "");
        respond(200, "[]");

        rest.awaitWorker(LIMIT);

        assertThat(requests).hasSize(3);
    }

    @Test
    void failsWithTheLastErrorOfAWorkerThatDoesNotStart() {
        respond(503, "starting");

        assertThatThrownBy(() -> rest.awaitWorker(Duration.ZERO)).hasMessageContaining("returned 503: starting");
    }

    @Test
    void encodesConnectorNames() {
        respond(204, "");

        rest.delete("a b/c");

        assertThat(requests).containsExactly("DELETE /connectors/a%20b%2Fc");
    }

    @Test
    void sendsTheDocumentedRequests() {
        respond(200, "{}");
        ObjectMapper json = new ObjectMapper();

        rest.put("a", json.valueToTree(Map.of("k", "v")));
        rest.alterOffsets("a", json.valueToTree(Map.of("offsets", List.of())));
        rest.resetOffsets("a");
        rest.offsets("a");
        rest.validate("x.Sink", json.valueToTree(Map.of("k", "v")));
        rest.pause("a");
        rest.stop("a");
        rest.resume("a");
        rest.restartFailed("a");

        assertThat(requests)
                .containsExactly(
                        "PUT /connectors/a/config {\"k\":\"v\"}",
                        "PATCH /connectors/a/offsets {\"offsets\":[]}",
                        "DELETE /connectors/a/offsets",
                        "GET /connectors/a/offsets",
                        "PUT /connector-plugins/x.Sink/config/validate {\"k\":\"v\"}",
                        "PUT /connectors/a/pause",
                        "PUT /connectors/a/stop",
                        "PUT /connectors/a/resume",
                        "POST /connectors/a/restart?includeTasks=true&onlyFailed=true");
    }

    @Test
    void createsTheConnectorOfAFile(@TempDir Path folder) throws IOException {
        respond(201, "{}");
        Path file = Files.writeString(folder.resolve("a.json"), "{\"name\":\"a\",\"config\":{\"k\":\"v\"}}");

        assertThat(rest.putFile(file)).isEqualTo("a");
        assertThat(requests).containsExactly("PUT /connectors/a/config {\"k\":\"v\"}");
    }

    @Test
    void readsTypeAndPlugins() {
        respond(200, "{\"type\":\"sink\"}");
        respond(200, "[{\"class\":\"x.Sink\"},{\"class\":\"x.Source\"}]");

        assertThat(rest.type("a")).isEqualTo("sink");
        assertThat(rest.plugins()).containsExactly("x.Sink", "x.Source");
    }

    @Test
    void readsTheStatusOfConnectorAndTasks() {
        respond(200, FAILED_TASK);

        ConnectRest.Status status = rest.status("a");

        assertThat(status.isRunning()).isFalse();
        assertThat(status.failure()).startsWith("x.Fenced: by another task");
        assertThat(status.tasks()).extracting(ConnectRest.TaskStatus::state).containsExactly("RUNNING", "FAILED");
    }

    @Test
    void treatsAConnectorWithoutStatusAsUnassigned() {
        respond(404, "{\"message\":\"No status found\"}");

        assertThat(rest.statusOrUnassigned("a")).isEqualTo(new ConnectRest.Status("a", "UNASSIGNED", "", List.of()));
    }

    @Test
    void doesNotTreatOtherErrorsAsUnassigned() {
        respond(500, "{\"message\":\"broken\"}");

        assertThatThrownBy(() -> rest.statusOrUnassigned("a")).hasMessageContaining("returned 500: broken");
    }

    @Test
    void waitsUntilTheConnectorRuns() {
        respond(404, "{}");
        respond(200, "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[]}");
        respond(200, RUNNING);

        rest.awaitRunning(List.of("a"), LIMIT);

        assertThat(requests).hasSize(3);
    }

    @Test
    void reportsATaskThatFailsDuringTheStart() {
        respond(200, FAILED_TASK);

        ConnectRestException failure =
                catchThrowableOfType(ConnectRestException.class, () -> rest.awaitRunning(List.of("a"), LIMIT));

        assertThat(failure).hasMessage("Connector a failed: Fenced: by another task");
        assertThat(failure.trace()).contains("\tat x");
    }

    @Test
    void reportsTheStateOfAConnectorThatDoesNotStartInTime() {
        respond(200, "{\"connector\":{\"state\":\"PAUSED\"},\"tasks\":[]}");

        assertThatThrownBy(() -> rest.awaitRunning(List.of("a"), Duration.ZERO))
                .hasMessage("Connector a was not running after 0 s: it is PAUSED with 0 tasks.");
    }
}
