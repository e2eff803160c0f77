package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.cli.replay.Redrive;
import io.pulsefeed.system.Pulsefeed.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code pulsefeed status} and the commands that change the state of connectors, against a running stack. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatusCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SINK = "rows";

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static Pulsefeed pulsefeed;

    @BeforeAll
    static void start() {
        stack = TestStack.start(folder.resolve("home"), Map.of());
        pulsefeed = Pulsefeed.of(
                stack,
                Map.of(
                        "PULSEFEED_CONNECT_URL",
                        stack.stack().restUrl(),
                        "PULSEFEED_METRICS_URL",
                        "http://127.0.0.1:1/metrics"));
        stack.run(SINK, "timescale-cryptoviz", Map.of("topics", "rawtrade,rawarticle"));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private static Result run(String... arguments) {
        return pulsefeed.run(List.of(arguments));
    }

    /** Standard output, which is one object; what is unknown is null. */
    private static JsonNode json(Result result) throws IOException {
        assertThat(result.out()).as(result.err()).isNotBlank().doesNotContain(":-1,", ":-1}");
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(result.out())) {
            List<JsonNode> all = values.readAll();
            assertThat(all).singleElement().matches(JsonNode::isObject);
            return all.get(0);
        }
    }

    private static void sendTrades(int first, int count) {
        for (int i = first; i < first + count; i++) {
            String trade = "{\"pair\":\"STATUS/USD\",\"price\":1.5,\"volume\":0.5,\"timestamp\":"
                    + Instant.now().getEpochSecond() + ",\"side\":\"b\"}";
            stack.topic("rawtrade")
                    .send(
                            "STATUS/USD",
                            trade.getBytes(StandardCharsets.UTF_8),
                            Map.of("kraken.trade_id", Integer.toString(i)));
        }
    }

    private static JsonNode named(JsonNode array, String key, String value) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(each -> each.path(key).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(value + " is missing in " + array));
    }

    @Test
    @Order(1)
    void showsRowsLagDeadLettersAndTheLastEvent() throws IOException {
        sendTrades(1, 3);
        stack.topic("rawarticle").send("k", "not JSON".getBytes(StandardCharsets.UTF_8), Map.of());
        await().atMost(TestStack.LIMIT)
                .until(() -> stack.tables().count("trade_data") == 3
                        && stack.topic("dlq.timescale-cryptoviz").count() == 1);

        Result result = run("status", "--json");
        JsonNode state = json(result);
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(state.path("running").asBoolean()).isTrue();
        assertThat(state.at("/worker/version").asText()).isNotEmpty();
        assertThat(state.at("/worker/plugins").fieldNames())
                .toIterable()
                .contains("io.pulsefeed.timescale.TimescaleSinkConnector");
        assertThat(state.at("/connectors/0/state").asText()).isEqualTo("RUNNING");
        assertThat(state.at("/lag/0/records").asLong(-1)).isZero();
        assertThat(state.at("/lag/0/seconds").asDouble(-1)).isZero();
        JsonNode table = named(state.path("tables"), "table", "trade_data");
        assertThat(table.path("rows").asLong()).isEqualTo(3);
        assertThat(table.path("age_seconds").asDouble(-1)).isBetween(0.0, 600.0);
        JsonNode letters = state.at("/dead_letters/0");
        assertThat(letters.path("count").asLong()).isEqualTo(1);
        assertThat(letters.path("newest_reason").asText()).contains("not valid JSON");
        assertThat(letters.path("newest_origin").asText()).isEqualTo("rawarticle-0@0");
        assertThat(named(state.path("events"), "name", "STATUS/USD")
                        .path("kind")
                        .asText())
                .isEqualTo("pair");
        assertThat(state.at("/disk/volumes/0/free_bytes").asLong()).isPositive();
        assertThat(state.at("/disk/topic_bytes/rawtrade").asLong()).isPositive();
        // The stack has no JMX agent.
        assertThat(state.path("failures").fieldNames()).toIterable().containsExactly("gaps");
    }

    @Test
    @Order(2)
    void showsTheLagOfAPausedSinkAsText() throws IOException {
        Result paused = run("connectors", "pause", SINK, "--json");
        assertThat(paused.code()).as(paused.out() + paused.err()).isZero();
        assertThat(json(paused).at("/connectors/0/state").asText()).isEqualTo("PAUSED");
        sendTrades(4, 5);

        Result status = run("status");

        assertThat(status.out())
                .containsPattern("rows +PAUSED +0/1 +5 +[\\d.]+ (s|min)")
                .containsPattern("trade_data +3 ")
                .containsPattern("dead letters +1 in dlq.timescale-cryptoviz, newest .* ago, rawarticle-0@0: ")
                .containsPattern("STATUS/USD +[\\d.]+ (s|min)")
                .contains(
                        "gaps: The worker's metrics at http://127.0.0.1:1/metrics do not respond (connection refused).")
                .doesNotContain("\033");
        Result resumed = run("connectors", "resume", SINK);
        assertThat(resumed.out()).as(resumed.err()).contains("rows: RUNNING");
        await().atMost(TestStack.LIMIT).until(() -> stack.tables().count("trade_data") == 8);
    }

    /** The records are still not valid, so each becomes a new dead letter after it was sent. */
    @Test
    @Order(3)
    void sendsSelectedDeadLettersAgain() throws IOException {
        stack.topic("rawtrade").send("k", "no trade".getBytes(StandardCharsets.UTF_8), Map.of());
        awaitDeadLetters(2);

        JsonNode dryRun = json(run("redrive", "--connector", SINK, "--filter", "^rawtrade", "--dry-run", "--json"));
        assertThat(dryRun.path("to_send").asLong()).isEqualTo(1);
        assertThat(dryRun.path("not_selected").asLong()).isEqualTo(1);
        assertThat(dryRun.at("/reasons/0/reason").asText()).startsWith("rawtrade: ");
        Result filtered = run("redrive", "--connector", SINK, "--filter", "^rawtrade");
        assertThat(filtered.out())
                .as(filtered.err())
                .contains("1 of dlq.timescale-cryptoviz sent again.")
                .contains("1 others do not match --filter.");
        awaitDeadLetters(3);
        // The first one was left in the queue, the second one was sent, the third one is new.
        assertThat(json(run("status", "--json")).at("/dead_letters/0/count").asLong())
                .isEqualTo(2);

        JsonNode limited = json(run("redrive", "--connector", SINK, "--limit", "1", "--json"));
        assertThat(limited.path("sent").asLong()).isEqualTo(1);
        assertThat(limited.at("/reasons/0/reason").asText()).startsWith("rawarticle: ");
        awaitDeadLetters(4);
        assertThat(json(run("redrive", "--connector", SINK, "--dry-run", "--json"))
                        .path("to_send")
                        .asLong())
                .isEqualTo(2);

        Redrive button = new Redrive(
                stack.connect(), Map.of("bootstrap.servers", stack.stack().bootstrapServers()));
        assertThat(button.applyAsLong(SINK)).isEqualTo(2);
        awaitDeadLetters(6);
    }

    private static void awaitDeadLetters(int count) {
        await().atMost(TestStack.LIMIT)
                .until(() -> stack.topic("dlq.timescale-cryptoviz").count() == count);
    }

    @Test
    @Order(4)
    void printsFactsInFields() throws IOException {
        Path file = folder.resolve("facts.json");
        Files.writeString(
                file,
                "{\"profile\":\"facts\",\"topics\":[{\"name\":\"facts.new\",\"partitions\":2,"
                        + "\"replication.factor\":1,\"config\":{\"retention.ms\":\"60000\"}}]}");
        JsonNode missing =
                json(run("topics", "plan", "--json", "--file", file.toString())).at("/differences/0");
        assertThat(missing.path("action").asText()).isEqualTo("create");
        assertThat(missing.at("/to/partitions").asInt()).isEqualTo(2);
        JsonNode created = json(run("topics", "apply", "--json", "--file", file.toString()))
                .at("/changes/0");
        assertThat(created.path("object").asText()).isEqualTo("facts.new");
        assertThat(created.path("applied").asBoolean()).isTrue();

        Path exported = folder.resolve("changed");
        run("connectors", "export", SINK, "--dir", exported.toString());
        ObjectNode changed = (ObjectNode) JSON.readTree(Files.readString(exported.resolve("rows.json")));
        ((ObjectNode) changed.get("config")).put("batch.max.rows", "7");
        Files.writeString(exported.resolve("rows.json"), changed.toString());
        JsonNode difference = json(run("connectors", "plan", "--json", "--dir", exported.toString()))
                .at("/connectors/0/differences/0");
        assertThat(difference.path("key").asText()).isEqualTo("batch.max.rows");
        assertThat(difference.path("to").asText()).isEqualTo("7");

        JsonNode view = named(json(run("database", "apply", "--json")).path("changes"), "object", "trade_candles_1m");
        assertThat(view.path("action").asText()).isEqualTo("create");
        assertThat(view.path("sql").asText()).contains("trade_candles_1m");
        assertThat(json(run("database", "plan", "--json")).path("differs").asBoolean(true))
                .isFalse();
        assertThat(json(run("database", "refresh", "--json", "--from", "earliest"))
                        .at("/refreshed/0/reason")
                        .asText())
                .contains("plain views");
        assertThat(json(run("replay", "--json", "--connector", SINK, "--from", "earliest", "--dry-run"))
                        .path("partitions"))
                .isNotEmpty();
        assertThat(json(run("disk", "--json")).path("problems")).isEmpty();
    }

    @Test
    @Order(5)
    void refusesToResetOffsetsOfARunningConnectorAndToDeleteWithoutConfirmation() {
        Result reset = run("connectors", "offsets", SINK, "--reset", "--yes");
        assertThat(reset.code()).isEqualTo(1);
        assertThat(reset.err()).contains("rows is RUNNING").contains("pulsefeed connectors stop rows");
        Result delete = run("connectors", "delete", SINK);
        assertThat(delete.code()).isEqualTo(1);
        assertThat(delete.err()).contains("Delete rows? Confirm it with --yes. Nothing was changed.");
        assertThat(run("connectors", "stop").err()).contains("specify connectors, or --all. The worker has: rows.");
        assertThat(stack.connect().status(SINK).isRunning()).isTrue();
    }

    @Test
    @Order(6)
    void stopsResetsExportsAndDeletes() throws IOException {
        assertThat(run("connectors", "stop", SINK).out()).contains("rows: STOPPED");
        List<Long> offsets = new ArrayList<>();
        json(run("connectors", "offsets", SINK, "--json"))
                .path("offsets")
                .forEach(offset -> offsets.add(offset.at("/offset/kafka_offset").asLong()));
        assertThat(offsets).contains(12L);
        assertThat(run("connectors", "offsets", SINK, "--reset", "--yes").out())
                .contains("rows: offsets reset.")
                .contains("rows has no offsets.");
        assertThat(run("connectors", "restart", "--all").out()).contains("rows: STOPPED by a user");

        Result export = run(
                "connectors",
                "export",
                SINK,
                "--dir",
                folder.resolve("exported").toString());
        assertThat(export.code()).as(export.err()).isZero();
        JsonNode exported = JSON.readTree(Files.readString(folder.resolve("exported/rows.json")));
        assertThat(exported.at("/config/connection.password").asText()).isEqualTo("${env:PULSEFEED_DB_PASSWORD}");
        assertThat(exported.at("/config/topics").asText()).isEqualTo("rawtrade,rawarticle");
        Result delete = run("connectors", "delete", SINK, "--yes", "--json");
        assertThat(json(delete).at("/deleted/0").asText()).isEqualTo(SINK);
        assertThat(stack.connect().connectors()).isEmpty();
    }
}
