package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that must not stop the rest: bad records, a database outage, wrong credentials, a pair that the exchange rejects. */
class BadInputIT {

    private static final String DEAD_LETTERS = "dlq.timescale-cryptoviz";

    @TempDir
    private static Path home;

    private static TestStack stack;

    @BeforeAll
    static void start() {
        stack = TestStack.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @AfterEach
    void removeConnectors() {
        for (String connector : stack.connect().connectors()) {
            stack.connect().delete(connector);
        }
    }

    private static String trade(String pair, double price, String side) {
        return "{\"pair\":\"" + pair + "\",\"price\":" + price
                + ",\"volume\":0.5,\"timestamp\":1705312345.678,\"side\":\"" + side + "\"}";
    }

    private static void send(String key, String value, long tradeId) {
        stack.topic("rawtrade")
                .send(
                        key,
                        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                        Map.of("kraken.trade_id", Long.toString(tradeId)));
    }

    private static List<Long> ids(String pair) {
        return stack
                .tables()
                .rows("SELECT trade_id FROM trade_data WHERE pair = '" + pair + "' ORDER BY trade_id")
                .stream()
                .map(row -> Long.parseLong(row.get(0)))
                .toList();
    }

    @Test
    void sendsBadRecordsToTheDeadLetterTopicAndWritesTheRest() {
        stack.run("rows", "timescale-cryptoviz", Map.of());
        List<String> bad = List.of(
                "this is not JSON",
                "[1,2]",
                "{\"pair\":\"BAD/USD\"",
                trade("BAD/USD", 1, "b").replace("\"price\":1.0", "\"price\":\"many\""),
                trade("BAD/USD", 1, "b").replace("\"price\":1.0,", ""),
                trade("BAD/USD", 1, "b").replace("1705312345.678", "\"yesterday\""),
                trade("BAD/USD", 1, "sideways"));
        int earlier = stack.topic(DEAD_LETTERS).count();
        send("GOOD/USD", trade("GOOD/USD", 1, "b"), 1);
        for (int i = 0; i < bad.size(); i++) {
            send("BAD/USD", bad.get(i), 100 + i);
            send("GOOD/USD", trade("GOOD/USD", 2 + i, "s"), 2 + i);
        }
        // A tombstone is ignored: it deletes nothing and is not an error.
        send("GOOD/USD", null, 0);
        send("GOOD/USD", trade("GOOD/USD", 99, "b"), bad.size() + 2);

        await().atMost(TestStack.LIMIT).untilAsserted(() -> assertThat(ids("GOOD/USD"))
                .isEqualTo(LongStream.rangeClosed(1, bad.size() + 2).boxed().toList()));
        await().atMost(TestStack.LIMIT).until(() -> stack.topic(DEAD_LETTERS).count() >= earlier + bad.size());
        var deadLetters = stack.topic(DEAD_LETTERS).records();
        assertThat(deadLetters.subList(earlier, deadLetters.size()).stream().map(Topic::text))
                .containsExactlyInAnyOrderElementsOf(bad);
        assertThat(deadLetters.subList(earlier, deadLetters.size())).allSatisfy(record -> {
            assertThat(Topic.header(record, "__connect.errors.topic")).isEqualTo("rawtrade");
            assertThat(Topic.header(record, "__connect.errors.exception.message"))
                    .isNotBlank();
        });
        assertThat(ids("BAD/USD")).isEmpty();
        assertThat(stack.connect().status("rows").isRunning()).isTrue();
    }

    @Test
    void writesRowsOnceAfterADatabaseOutage() throws IOException {
        URI database = URI.create(stack.stack().jdbcUrl().substring("jdbc:".length()));
        try (TcpProxy proxy = new TcpProxy(database.getPort())) {
            stack.run(
                    "rows-behind-proxy",
                    "timescale-cryptoviz",
                    Map.of("connection.url", "jdbc:postgresql://127.0.0.1:" + proxy.port() + database.getPath()));
            send("OUT/USD", trade("OUT/USD", 1, "b"), 1);
            await().atMost(TestStack.LIMIT)
                    .untilAsserted(() -> assertThat(ids("OUT/USD")).containsExactly(1L));

            proxy.stop();
            for (long id = 2; id <= 50; id++) {
                send("OUT/USD", trade("OUT/USD", id, "b"), id);
            }
            // The log names the failure and the database, and the task keeps retrying.
            await().atMost(TestStack.LIMIT).until(() -> workerLog()
                    .lines()
                    .anyMatch(line -> line.contains(":" + proxy.port() + database.getPath())
                            && line.contains("failed (SQLSTATE")));
            assertThat(stack.connect().status("rows-behind-proxy").isRunning()).isTrue();
            assertThat(ids("OUT/USD")).containsExactly(1L);
            proxy.start();

            await().atMost(TestStack.LIMIT).untilAsserted(() -> assertThat(ids("OUT/USD"))
                    .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList()));
            assertThat(stack.connect().status("rows-behind-proxy").isRunning()).isTrue();
        }
    }

    @Test
    void rejectsAWrongPasswordWithItsCause() {
        ObjectNode config =
                TestStack.shipped("wrong-password", "timescale-cryptoviz", Map.of("connection.password", "wrong"));

        assertThatThrownBy(() -> stack.connect().put("wrong-password", config))
                .hasMessageContaining("password authentication failed");
    }

    /** A password changed while the sink runs needs an operator, so the task fails and reports the cause. */
    @Test
    void failsTheTaskWhenThePasswordIsChanged() {
        Tables administrator =
                new Tables(stack.stack().jdbcUrl(), "postgres", stack.stack().databasePassword());
        administrator.execute("CREATE ROLE rotating LOGIN PASSWORD 'before-9f3a' IN ROLE pulsefeed");
        // Tables that this sink creates must belong to the owner of the others.
        administrator.execute("ALTER ROLE rotating SET role = 'pulsefeed'");
        stack.run(
                "rotated",
                "timescale-cryptoviz",
                Map.of("connection.user", "rotating", "connection.password", "before-9f3a"));
        send("ROT/USD", trade("ROT/USD", 1, "b"), 1);
        await().atMost(TestStack.LIMIT)
                .untilAsserted(() -> assertThat(ids("ROT/USD")).containsExactly(1L));

        administrator.execute("ALTER ROLE rotating PASSWORD 'after-77c1'");
        administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotating'");
        send("ROT/USD", trade("ROT/USD", 2, "b"), 2);

        await().atMost(TestStack.LIMIT).until(() -> !failureOf("rotated").isEmpty());
        assertThat(failureOf("rotated"))
                .contains("password authentication failed")
                .contains("rotating");
        assertThat(failureOf("rotated")).doesNotContain("before-9f3a");
    }

    private static String failureOf(String connector) {
        return stack.connect().status(connector).failure();
    }

    @Test
    void logsARejectedPairAndReadsTheOthers() throws IOException {
        try (SimulatedExchange exchange = SimulatedExchange.open(3, List.of("ADA/USD"))) {
            Map<String, String> settings = new java.util.HashMap<>(exchange.settings());
            settings.put("pairs", "ADA/USD,FOO/BAR");
            stack.run("with-a-rejected-pair", "kraken-source", settings);
            exchange.trade(100, 1_000);

            await().atMost(TestStack.LIMIT)
                    .until(() -> stack.topic("rawtrade").records().stream()
                                    .filter(r -> "ADA/USD".equals(r.key()))
                                    .count()
                            == 100);
            await().atMost(TestStack.LIMIT).until(() -> workerLog().contains("FOO/BAR"));
            ConnectRest.Status status = stack.connect().status("with-a-rejected-pair");
            assertThat(status.isRunning()).isTrue();
        }
    }

    private static String workerLog() throws IOException {
        return Files.readString(stack.stack().logs().resolve("worker.log"));
    }
}
