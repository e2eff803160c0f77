package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.simulators.news.NewsSimulator;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of a connector as Kafka UI, AKHQ and Redpanda Console show and steer it: their REST calls, with the shipped files. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectUiCallsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PAIRS =
            List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD", "DOT/USD", "LINK/USD");

    @TempDir
    private static Path home;

    private static Venue venue;
    private static NewsSimulator news;
    private static TestStack stack;

    @BeforeAll
    static void start() throws IOException {
        venue = Venue.open(11, PAIRS);
        news = NewsSimulator.start(0, 1, 3, 11, Clock.systemUTC(), Set.of());
        Path sites = Files.writeString(home.resolve("sites.json"), news.sitesJson(20));
        stack = TestStack.start(
                home.resolve("stack"),
                Map.of(
                        "PULSEFEED_KRAKEN_WS_URL", venue.settings().get("kraken.ws.url"),
                        "PULSEFEED_KRAKEN_REST_URL", venue.settings().get("kraken.rest.url"),
                        "PULSEFEED_EMOTIBIT_DEVICES", "127.0.0.1",
                        "PULSEFEED_ARTICLE_SITES", sites.toString(),
                        "PULSEFEED_CONTACT_URL", "https://example.org/contact"));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        news.close();
        venue.close();
    }

    private static Http.Response call(String method, String path, JsonNode body) {
        return ConnectCalls.send(stack.stack().restUrl(), method, path, body);
    }

    private static JsonNode get(String path) {
        return call("GET", path, null).json();
    }

    private static ObjectNode shipped(Path file) {
        try {
            return (ObjectNode) JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> shippedNames() {
        return Checkout.connectorFiles().stream()
                .map(file -> shipped(file).required("name").asText())
                .toList();
    }

    /** Kafka UI takes a connector as JSON text: the shipped files are pasted as they are, but for what loopback asks for. */
    @Test
    @Order(1)
    void takesTheShippedFilesAsTheyAre() {
        for (Path file : Checkout.connectorFiles()) {
            ObjectNode body = shipped(file);
            ObjectNode config = (ObjectNode) body.required("config");
            switch (body.required("name").asText()) {
                case "article-source" -> config.put("allow.private.addresses", "true");
                case "emotibit-source" -> config.put("bind.address", "127.0.0.1")
                        .put("data.port", "0")
                        .put("control.port", "0")
                        .put("discovery.broadcast.enabled", "false");
                default -> {
                    // nothing: it is posted unchanged
                }
            }
            Http.Response answer = call("POST", "/connectors", body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
        stack.connect().awaitRunning(shippedNames(), TestStack.LIMIT);
        assertThat(call("POST", "/connectors", shipped(Checkout.connectorFiles().get(0)))
                        .status())
                .as("a name that is taken")
                .isEqualTo(409);
    }

    /** A running connector without tasks is shown as unhealthy. */
    @Test
    @Order(2)
    void theListShowsKindStateAndTasksOfEach() {
        JsonNode list = get("/connectors?expand=info&expand=status");

        assertThat(shippedNames()).allSatisfy(name -> {
            JsonNode entry = list.required(name);
            assertThat(entry.at("/info/type").asText())
                    .isEqualTo(name.endsWith("-source") ? "source" : "sink")
                    .isEqualTo(entry.at("/status/type").asText());
            assertThat(entry.at("/info/config/connector.class").asText()).startsWith("io.pulsefeed.");
            assertThat(entry.at("/info/tasks").size()).isPositive();
            assertThat(entry.at("/status/connector/state").asText()).isEqualTo("RUNNING");
            assertThat(entry.at("/status/connector/version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(entry.at("/status/tasks").size())
                    .isEqualTo(entry.at("/info/tasks").size());
            entry.at("/status/tasks").forEach(task -> {
                assertThat(task.required("state").asText()).isEqualTo("RUNNING");
                assertThat(task.required("worker_id").asText()).isNotBlank();
                assertThat(task.required("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
            });
        });
    }

    @Test
    @Order(3)
    void everyDetailPageHasWhatItAsksFor() {
        for (String name : shippedNames()) {
            String path = "/connectors/" + name;
            assertThat(get(path).required("name").asText()).isEqualTo(name);
            assertThat(get(path + "/config").required("name").asText()).isEqualTo(name);
            JsonNode tasks = get(path + "/tasks");
            assertThat(tasks.size()).isPositive();
            tasks.forEach(task -> {
                assertThat(task.at("/id/connector").asText()).isEqualTo(name);
                assertThat(get(path + "/tasks/" + task.at("/id/task").asInt() + "/status")
                                .required("state")
                                .asText())
                        .isEqualTo("RUNNING");
            });
        }
        assertThat(get("/").required("version").asText()).isNotBlank();
        assertThat(get("/health").required("status").asText()).isEqualTo("healthy");
    }

    @Test
    @Order(4)
    void topicsAndOffsetsFillWithTheRecords() {
        venue.trade(200, 1_000);

        awaitTopics("kraken-source", Set.of("rawtrade", "rawticker"));
        awaitTopics("article-source", Set.of("rawarticle"));
        awaitTopics("timescale-cryptoviz", Set.of("rawtrade", "rawticker", "rawarticle"));
        for (String name : List.of("kraken-source", "article-source", "timescale-cryptoviz")) {
            await().atMost(TestStack.LIMIT).untilAsserted(() -> {
                JsonNode offsets = get("/connectors/" + name + "/offsets").required("offsets");
                assertThat(offsets.size()).as(name).isPositive();
                offsets.forEach(each ->
                        assertThat(each.required("partition").isObject()).isTrue());
            });
        }
        assertThat(get("/connectors/emotibit-source/topics")
                        .required("emotibit-source")
                        .required("topics")
                        .isArray())
                .isTrue();
        assertThat(call("PUT", "/connectors/kraken-source/topics/reset", null).status())
                .isEqualTo(202);
    }

    private static void awaitTopics(String connector, Set<String> expected) {
        await().atMost(TestStack.LIMIT).untilAsserted(() -> {
            Set<String> topics = new TreeSet<>();
            get("/connectors/" + connector + "/topics")
                    .required(connector)
                    .required("topics")
                    .forEach(topic -> topics.add(topic.asText()));
            assertThat(topics).as(connector).containsAll(expected);
        });
    }

    /** Neither the database's password nor anything else of the environment stands in an answer; the text that names it does. */
    @Test
    @Order(5)
    void answersNameSecretsAndNeverTellThem() {
        String password = stack.stack().databasePassword();
        assertThat(password).hasSizeGreaterThan(8);
        for (String name : List.of("timescale-cryptoviz", "timescale-emotibit")) {
            assertThat(get("/connectors/" + name + "/config")
                            .required("connection.password")
                            .asText())
                    .isEqualTo("${env:PULSEFEED_DB_PASSWORD}");
            for (String path : List.of("", "/config", "/status", "/tasks", "/offsets")) {
                assertThat(call("GET", "/connectors/" + name + path, null).body())
                        .as(name + path)
                        .doesNotContain(password);
            }
            Http.Response checked = call(
                    "PUT",
                    "/connector-plugins/io.pulsefeed.timescale.TimescaleSinkConnector/config/validate",
                    get("/connectors/" + name + "/config"));
            assertThat(checked.json().required("error_count").asInt())
                    .as(checked.body())
                    .isZero();
            assertThat(checked.body()).doesNotContain(password);
        }
        assertThat(call("GET", "/connectors?expand=info&expand=status", null).body())
                .doesNotContain(password);
    }

    @Test
    @Order(6)
    void stateFollowsTheButtons() {
        for (String name : shippedNames()) {
            String path = "/connectors/" + name;
            assertThat(call("PUT", path + "/pause", null).status()).isEqualTo(202);
            awaitState(name, "PAUSED");
            assertThat(call("PUT", path + "/resume", null).status()).isEqualTo(202);
            awaitState(name, "RUNNING");
            assertThat(call("POST", path + "/tasks/0/restart", null).status()).isEqualTo(204);
            awaitState(name, "RUNNING");
        }
        assertThat(call("POST", "/connectors/kraken-source/restart?includeTasks=true&onlyFailed=false", null)
                        .status())
                .isEqualTo(202);
        awaitState("kraken-source", "RUNNING");
    }

    private static void awaitState(String connector, String state) {
        await().atMost(TestStack.LIMIT).untilAsserted(() -> {
            JsonNode status = get("/connectors/" + connector + "/status");
            assertThat(status.at("/connector/state").asText()).as(connector).isEqualTo(state);
            assertThat(status.required("tasks").size()).isPositive();
            status.required("tasks")
                    .forEach(task -> assertThat(task.required("state").asText())
                            .as(connector)
                            .isEqualTo(state));
        });
    }

    @Test
    @Order(7)
    void aChangedSettingIsTakenOverAndAWrongOneIsRefusedWithItsName() {
        ObjectNode config = (ObjectNode) get("/connectors/kraken-source/config");
        assertThat(call(
                                "PUT",
                                "/connectors/kraken-source/config",
                                config.deepCopy().put("pairs", "XBT/USD,ETH/USD"))
                        .status())
                .isEqualTo(200);
        await().atMost(TestStack.LIMIT).untilAsserted(() -> assertThat(get("/connectors/kraken-source/tasks")
                        .at("/0/config/pairs")
                        .asText())
                .isEqualTo("ETH/USD,XBT/USD"));
        awaitState("kraken-source", "RUNNING");

        Http.Response refused = call(
                "PUT", "/connectors/kraken-source/config", config.deepCopy().put("channels", "rumours"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("channels").contains("rumours");
        assertThat(call("GET", "/connectors/no-such-connector/status", null).status())
                .isEqualTo(404);
    }

    @Test
    @Order(8)
    void offsetsOfAStoppedConnectorCanBeForgottenAndTheConnectorRemoved() {
        for (String name : shippedNames()) {
            String path = "/connectors/" + name;
            assertThat(call("PUT", path + "/stop", null).status()).isEqualTo(204);
            await().atMost(TestStack.LIMIT).untilAsserted(() -> assertThat(
                            get(path + "/status").at("/connector/state").asText())
                    .isEqualTo("STOPPED"));
            await().atMost(TestStack.LIMIT)
                    .untilAsserted(() -> assertThat(get(path + "/tasks").size()).isZero());
            Http.Response forgotten = call("DELETE", path + "/offsets", null);
            assertThat(forgotten.status()).as(forgotten.body()).isEqualTo(200);
            assertThat(call("DELETE", path, null).status()).isEqualTo(204);
        }
        await().atMost(TestStack.LIMIT)
                .untilAsserted(() -> assertThat(get("/connectors").size()).isZero());
    }
}
