package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.system.Pulsefeed.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the CLI against a running stack and checks output and exit codes. */
class CommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A midnight within the retention time of every topic. */
    private static final Instant START = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.DAYS);

    private static final String ROWS = "SELECT count(*), min(timestamp), max(timestamp) FROM %s WHERE pair = '%s'";

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static Pulsefeed pulsefeed;

    @BeforeAll
    static void start() {
        stack = TestStack.start(folder.resolve("home"), Map.of());
        pulsefeed = Pulsefeed.of(stack);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @AfterEach
    void removeConnectors() {
        stack.connect().connectors().forEach(stack.connect()::delete);
    }

    private static Result topics(String... arguments) {
        return pulsefeed.run(with(List.of("topics"), arguments));
    }

    /** With the worker's address, and a timeout so that a failing test ends. */
    private static Result connectors(String action, Path files) {
        return pulsefeed.run(List.of(
                "connectors", action, "--dir", files.toString(), "--timeout", "60s", "--connect-url", restUrl()));
    }

    private static String restUrl() {
        return stack.stack().restUrl();
    }

    private static List<String> with(List<String> first, String... rest) {
        List<String> arguments = new ArrayList<>(first);
        arguments.addAll(List.of(rest));
        return arguments;
    }

    private static Path connectorFile(String name, Map<String, String> changes) throws IOException {
        return connectorFile(name, "timescale-cryptoviz", changes);
    }

    private static Path connectorFile(String name, String shipped, Map<String, String> changes) throws IOException {
        Path files = Files.createDirectories(folder.resolve(name + "-files"));
        ObjectNode root = JSON.createObjectNode().put("name", name);
        ObjectNode config = TestStack.shipped(name, shipped, changes);
        config.remove("name");
        root.set("config", config);
        Files.writeString(files.resolve(name + ".json"), root.toPrettyString());
        return files;
    }

    @Test
    void plansAChangedRetentionAndAppliesItOnce() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.stack().bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, "rawalert"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("retention.ms", "3600000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }

        Result plan = topics("plan");
        assertThat(plan.code()).as(plan.err()).isEqualTo(3);
        assertThat(plan.out()).contains("~ rawalert: retention.ms is 3600000, to be 86400000");
        Result apply = topics("apply");
        assertThat(apply.code()).as(apply.err()).isZero();
        assertThat(apply.out())
                .contains("set retention.ms of rawalert to 86400000")
                .containsPattern("rawalert +partitions 1 .*retention.ms=86400000");
        assertThat(topics("apply").out()).contains("Nothing to change.");
        assertThat(topics("plan").code()).isZero();
    }

    @Test
    void createsTopicsOfACustomFileAndRaisesPartitionsOnlyOnRequest() throws IOException {
        Path file = folder.resolve("custom.json");
        Files.writeString(file, customProfile(1));
        assertThat(topics("apply", "--file", file.toString()).out()).contains("created custom.topic with 1 partition");

        Files.writeString(file, customProfile(3));
        assertThat(topics("apply", "--file", file.toString()).out()).contains("left custom.topic has 1 partition");
        Result raised = topics("apply", "--raise-partitions", "--file", file.toString());
        assertThat(raised.out()).contains("raised custom.topic to 3 partitions");
        assertThat(topics("plan", "--file", file.toString()).code()).isZero();
    }

    private static String customProfile(int partitions) {
        return "{\"profile\":\"custom\",\"topics\":[{\"name\":\"custom.topic\",\"partitions\":" + partitions
                + ",\"replication.factor\":1,\"config\":{\"retention.ms\":\"60000\"}}]}";
    }

    @Test
    void suggestsListenersWhenNoBrokerIsReachable() {
        Result plan = topics("plan", "--bootstrap-server", "127.0.0.1:1", "--timeout", "2s");

        assertThat(plan.code()).isEqualTo(1);
        assertThat(plan.err())
                .contains("cannot connect to Kafka at 127.0.0.1:1")
                .contains("localhost:9092")
                .contains("kafka:29092");
    }

    @Test
    void reportsTheInvalidKeyAndChangesNothing() throws IOException {
        Result apply = connectors("apply", connectorFile("broken", Map.of("batch.max.rows", "many")));

        assertThat(apply.code()).isEqualTo(1);
        assertThat(apply.err()).contains("broken: batch.max.rows: ").contains("Nothing was changed.");
        assertThat(stack.connect().connectors()).doesNotContain("broken");
    }

    @Test
    void createsAConnectorAndHidesSecretsInPlans() throws IOException {
        Path files = connectorFile("applied", Map.of("topics", "rawalert"));
        assertThat(connectors("plan", files).code()).isEqualTo(3);
        Result apply = connectors("apply", files);
        assertThat(apply.code()).as(apply.err()).isZero();
        assertThat(apply.out()).contains("applied: created").contains("applied: RUNNING, 1 task");
        Result again = connectors("plan", files);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("applied: unchanged");

        connectorFile(
                "applied", Map.of("topics", "rawalert", "batch.max.rows", "500", "connection.password", "plain-4711"));
        Result plan = connectors("plan", files);
        assertThat(plan.code()).isEqualTo(3);
        assertThat(plan.out())
                .contains("+ batch.max.rows = 500")
                .contains("~ connection.password = ${env:PULSEFEED_DB_PASSWORD} -> (hidden)");
        assertThat(plan.out() + plan.err()).doesNotContain("plain-4711");
    }

    /** The worker would block at the first alert, with the task RUNNING. */
    @Test
    void refusesAndReportsASourceThatWritesToAMissingTopic() throws IOException {
        Map<String, String> settings = Map.of(
                "topic.alert", "nosuchtopic",
                "kraken.ws.url", "ws://127.0.0.1:1/v2",
                "kraken.rest.url", "http://127.0.0.1:1");
        Result apply = connectors("apply", connectorFile("alerts", "kraken-source", settings));
        assertThat(apply.code()).isEqualTo(1);
        assertThat(apply.err())
                .contains("alerts writes to topic nosuchtopic, which does not exist")
                .contains("pulsefeed topics apply")
                .contains("Nothing was changed.");
        assertThat(stack.connect().connectors()).doesNotContain("alerts");

        stack.connect().put("alerts", TestStack.shipped("alerts", "kraken-source", settings));
        Result doctor = pulsefeed.run(List.of("doctor", "--json", "--connect-url", restUrl()));
        assertThat(JSON.readTree(doctor.out()).path("checks")).anySatisfy(check -> {
            assertThat(check.path("level").asText()).isEqualTo("FAIL");
            assertThat(check.path("text").asText()).contains("alerts writes to topic nosuchtopic");
            assertThat(check.path("advice").asText()).contains("pulsefeed topics apply");
        });
    }

    /** With {@code errors.tolerance=none} a bad record fails the task. */
    @Test
    void reportsTheCauseOfAFailedTaskInStatusApplyAndDoctor() throws IOException {
        Path files = connectorFile("strict", Map.of("topics", "rawarticle", "errors.tolerance", "none"));
        assertThat(connectors("apply", files).code()).isZero();
        stack.topic("rawarticle").send("k", "not JSON".getBytes(StandardCharsets.UTF_8), Map.of());
        await().atMost(TestStack.LIMIT)
                .until(() -> !stack.connect().status("strict").failure().isEmpty());

        Result status = pulsefeed.run(List.of("connectors", "status", "--connect-url", restUrl()));
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .containsPattern("task 0 +FAILED")
                .containsPattern(
                        "    ConnectException: Record rawarticle-0@\\d+ cannot be written: the value is not valid JSON: 'not JSON'")
                .doesNotContain("Exiting WorkerSinkTask");
        Result apply = connectors("apply", files);
        assertThat(apply.code()).isEqualTo(1);
        assertThat(apply.err()).contains("strict: FAILED: ");
        Result doctor = pulsefeed.run(List.of("doctor", "--json", "--connect-url", restUrl()));
        assertThat(doctor.code()).isEqualTo(1);
        JsonNode report = JSON.readTree(doctor.out());
        assertThat(report.path("ok").asBoolean()).isFalse();
        assertThat(report.path("checks")).anySatisfy(check -> {
            assertThat(check.path("level").asText()).isEqualTo("FAIL");
            assertThat(check.path("text").asText()).contains("strict failed: ");
            assertThat(check.path("advice").asText()).contains("/connectors/strict/restart");
        });
        for (String good : List.of("broker", "topics", "database", "docker", "containers", "ports")) {
            assertThat(report.path("checks")).anySatisfy(check -> {
                assertThat(check.path("check").asText()).isEqualTo(good);
                assertThat(check.path("level").asText()).as(check.toString()).isEqualTo("OK");
            });
        }
    }

    /** The cause is a column that is renamed while the sink runs, and renamed back. */
    @Test
    void restartsAFailedTaskAfterItsCauseIsFixed() throws Exception {
        stack.run("healed", "timescale-cryptoviz", Map.of("topics", "rawalert"));
        sendAlert("HEAL1/USD");
        await().atMost(TestStack.LIMIT)
                .until(() -> rows("alert_data", "HEAL1/USD").get(0).equals("1"));
        stack.tables().execute("ALTER TABLE alert_data RENAME COLUMN last_price TO renamed");
        sendAlert("HEAL2/USD");
        await().atMost(TestStack.LIMIT)
                .until(() -> !stack.connect().status("healed").failure().isEmpty());

        Result tooEarly = heal();
        assertThat(tooEarly.code()).as(tooEarly.err()).isEqualTo(1);
        assertThat(tooEarly.out()).contains("healed had failed: ", "last_price").contains("healed: FAILED: ");
        Path output = folder.resolve("heal.out");
        Path heartbeat = folder.resolve("heal.heartbeat");
        Process healing = pulsefeed.start(
                List.of(
                        "connectors",
                        "heal",
                        "--every",
                        "200ms",
                        "--heartbeat",
                        heartbeat.toString(),
                        "--connect-url",
                        restUrl()),
                output);
        try {
            stack.tables().execute("ALTER TABLE alert_data RENAME COLUMN renamed TO last_price");
            await().atMost(TestStack.LIMIT)
                    .until(() -> rows("alert_data", "HEAL2/USD").get(0).equals("1"));
            assertThat(stack.connect().status("healed").isRunning()).isTrue();
            assertThat(heartbeat).isNotEmptyFile();
            assertThat(output)
                    .content()
                    .contains("healed had failed: ", "last_price")
                    .contains("attempt 1");
        } finally {
            healing.destroyForcibly();
        }
        assertThat(heal().out()).contains("Nothing has failed.");
    }

    private static Result heal() {
        return pulsefeed.run(List.of("connectors", "heal", "--timeout", "60s", "--connect-url", restUrl()));
    }

    private static void sendAlert(String pair) {
        String alert =
                "{\"pair\":\"" + pair + "\",\"type\":\"price_spike\",\"last\":1.5,\"change\":0.6,\"threshold\":0.5,"
                        + "\"timestamp\":" + START.getEpochSecond() + "}";
        stack.topic("rawalert").send(pair, alert.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** With a custom consumer group, as users have who replace an older job; replay must move its offsets as well. */
    @Test
    void replayFromADateWritesTheSameRows() {
        sendHourlyTickers("REPLAY/USD", 48);
        stack.run(
                "replayed",
                "timescale-cryptoviz",
                Map.of("topics", "rawticker", "consumer.override.group.id", "spark-job-ingestion"));
        await().atMost(TestStack.LIMIT)
                .untilAsserted(() ->
                        assertThat(rows("ticker_data", "REPLAY/USD").get(0)).isEqualTo("48"));
        List<String> before = rows("ticker_data", "REPLAY/USD");
        // the committed offsets follow the rows, possibly in several commits
        await().atMost(Duration.ofSeconds(60))
                .until(() -> stack.connect().offsets("replayed").toString().contains("\"kafka_offset\":48"));

        Instant secondDay = START.plus(Duration.ofDays(1));
        Result dryRun = replay("--from", secondDay.toString(), "--dry-run");
        assertThat(dryRun.code()).as(dryRun.err()).isZero();
        assertThat(dryRun.out()).contains("24 records from offset").contains(secondDay.toString());

        // deleted rows are written again with their own times, except those before the date
        stack.tables().execute("DELETE FROM ticker_data");
        Result half = replay("--from", secondDay.toString().substring(0, "2026-01-02".length()));
        assertThat(half.code()).as(half.err()).isZero();
        assertThat(half.out())
                .containsPattern("ticker_data +0 rows before, 24 after")
                .contains("Nothing to refresh: the analytics of this database are plain views");
        assertThat(rows("ticker_data", "REPLAY/USD")).element(0).isEqualTo("24");
        assertThat(replay("--from", "earliest").out()).containsPattern("ticker_data +24 rows before, 48 after");
        assertThat(rows("ticker_data", "REPLAY/USD")).isEqualTo(before);
        assertThat(replay("--from", "earliest").out()).containsPattern("ticker_data +48 rows before, 48 after");
        assertThat(rows("ticker_data", "REPLAY/USD")).isEqualTo(before);
        assertThat(stack.connect().status("replayed").isRunning()).isTrue();
    }

    private static Result replay(String... arguments) {
        return pulsefeed.run(with(
                List.of("replay", "--connector", "replayed", "--connect-url", restUrl(), "--timeout", "90s"),
                arguments));
    }

    private static List<String> rows(String table, String pair) {
        List<List<String>> rows = stack.tables().rows(String.format(ROWS, table, pair));
        return rows.isEmpty() ? List.of("0") : rows.get(0);
    }

    private static void sendHourlyTickers(String pair, int count) {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < count; i++) {
                Instant time = START.plus(Duration.ofHours(i));
                String ticker = "{\"timestamp\":" + time.getEpochSecond() + ",\"pair\":\"" + pair
                        + "\",\"last\":1.5,\"bid\":1.4,\"ask\":1.6,\"volume_24h\":2.5,\"pct_change\":0.1}";
                producer.send(new ProducerRecord<>(
                        "rawticker", null, time.toEpochMilli(), pair, ticker.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.stack().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static String trade(String pair, Instant time) {
        return "{\"pair\":\"" + pair + "\",\"price\":1.5,\"volume\":0.5,\"timestamp\":" + time.getEpochSecond()
                + ",\"side\":\"b\"}";
    }

    @Test
    void redrivesADeadLetterAfterItsCauseIsFixed() {
        stack.run("redriven", "timescale-cryptoviz", Map.of("topics", "rawtrade", "nul.chars", "reject"));
        int earlier = stack.topic("dlq.timescale-cryptoviz").count();
        stack.topic("rawtrade")
                .send(
                        "NUL/USD",
                        trade("NUL\\u0000/USD", START).getBytes(StandardCharsets.UTF_8),
                        Map.of("kraken.trade_id", "1"));
        await().atMost(TestStack.LIMIT)
                .until(() -> stack.topic("dlq.timescale-cryptoviz").count() == earlier + 1);
        assertThat(rows("trade_data", "NUL/USD").get(0)).isEqualTo("0");
        assertThat(redrive("--dry-run").out()).contains("rawtrade: ").contains("1 dead letters");
        stack.run("redriven", "timescale-cryptoviz", Map.of("topics", "rawtrade", "nul.chars", "strip"));

        Result sent = redrive();

        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(sent.out()).contains("1 of dlq.timescale-cryptoviz sent again.");
        await().atMost(TestStack.LIMIT)
                .untilAsserted(
                        () -> assertThat(rows("trade_data", "NUL/USD").get(0)).isEqualTo("1"));
        assertThat(redrive().out()).contains("0 of dlq.timescale-cryptoviz sent again.");
    }

    private static Result redrive(String... arguments) {
        return pulsefeed.run(
                with(List.of("redrive", "--connector", "redriven", "--connect-url", restUrl()), arguments));
    }
}
