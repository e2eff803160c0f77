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

/** What must not stop the good beside it: bad records, a database that goes away, wrong credentials, a pair that the venue refuses. */
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
    void badRecordsGoToTheDeadLettersAndTheGoodOnesFlowOn() {
        stack.run("rows", "timescale-cryptoviz", Map.of());
        List<String> bad = List.of(
                "this is no JSON",
                "[1,2]",
                "{\"pair\":\"BAD/USD\"",
                trade("BAD/USD", 1, "b").replace("\"price\":1.0", "\"price\":\"many\""),
                trade("BAD/USD", 1, "b").replace("\"price\":1.0,", ""),
                trade("BAD/USD", 1, "b").replace("1705312345.678", "\"yesterday\""),
                trade("BAD/USD", 1, "sideways"));
        int before = stack.topic(DEAD_LETTERS).count();
        send("GOOD/USD", trade("GOOD/USD", 1, "b"), 1);
        for (int i = 0; i < bad.size(); i++) {
            send("BAD/USD", bad.get(i), 100 + i);
            send("GOOD/USD", trade("GOOD/USD", 2 + i, "s"), 2 + i);
        }
        // A tombstone is no error: nothing is deleted, and nothing is reported.
        send("GOOD/USD", null, 0);
        send("GOOD/USD", trade("GOOD/USD", 99, "b"), bad.size() + 2);

        await().atMost(TestStack.LIMIT).untilAsserted(() -> assertThat(ids("GOOD/USD"))
                .isEqualTo(LongStream.rangeClosed(1, bad.size() + 2).boxed().toList()));
        await().atMost(TestStack.LIMIT).until(() -> stack.topic(DEAD_LETTERS).count() >= before + bad.size());
        var dead = stack.topic(DEAD_LETTERS).records();
        assertThat(dead.subList(before, dead.size()).stream().map(Topic::text))
                .containsExactlyInAnyOrderElementsOf(bad);
        assertThat(dead.subList(before, dead.size())).allSatisfy(record -> {
            assertThat(Topic.header(record, "__connect.errors.topic")).isEqualTo("rawtrade");
            assertThat(Topic.header(record, "__connect.errors.exception.message"))
                    .isNotBlank();
        });
        assertThat(ids("BAD/USD")).isEmpty();
        assertThat(stack.connect().status("rows").isRunning()).isTrue();
    }

    @Test
    void rowsOfAnOutageArriveOnceWhenTheDatabaseIsBack() throws IOException {
        URI database = URI.create(stack.stack().jdbcUrl().substring("jdbc:".length()));
        try (TcpProxy proxy = new TcpProxy(database.getPort())) {
            stack.run(
                    "rows-behind-proxy",
                    "timescale-cryptoviz",
                    Map.of("connection.url", "jdbc:postgresql://127.0.0.1:" + proxy.port() + database.getPath()));
            send("OUT/USD", trade("OUT/USD", 1, "b"), 1);
            await().atMost(TestStack.LIMIT)
                    .untilAsserted(() -> assertThat(ids("OUT/USD")).containsExactly(1L));

            proxy.down();
            for (long id = 2; id <= 50; id++) {
                send("OUT/USD", trade("OUT/USD", id, "b"), id);
            }
            // The log names the trouble and the resource, and the task goes on waiting.
            await().atMost(TestStack.LIMIT)
                    .until(() -> workerLog().contains(":" + proxy.port() + database.getPath() + " failed"));
            assertThat(stack.connect().status("rows-behind-proxy").isRunning()).isTrue();
            assertThat(ids("OUT/USD")).containsExactly(1L);
            proxy.up();

            await().atMost(TestStack.LIMIT).untilAsserted(() -> assertThat(ids("OUT/USD"))
                    .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList()));
            assertThat(stack.connect().status("rows-behind-proxy").isRunning()).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsRefusedWithItsCause() {
        ObjectNode config =
                TestStack.shipped("locked-out", "timescale-cryptoviz", Map.of("connection.password", "wrong"));

        assertThatThrownBy(() -> stack.connect().put("locked-out", config))
                .hasMessageContaining("password authentication failed");
    }

    /** A password that is changed under a running sink: nobody but a person can mend that, so the task fails and says it. */
    @Test
    void aPasswordThatIsNoLongerRightFailsTheTaskAndNamesTheCause() {
        Tables administrator =
                new Tables(stack.stack().jdbcUrl(), "postgres", stack.stack().databasePassword());
        administrator.execute("CREATE ROLE rotating LOGIN PASSWORD 'before-9f3a' IN ROLE pulsefeed");
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
    void aRefusedPairIsNamedAndTheOthersFlow() throws IOException {
        try (Venue venue = Venue.open(3, List.of("ADA/USD"))) {
            Map<String, String> settings = new java.util.HashMap<>(venue.settings());
            settings.put("pairs", "ADA/USD,FOO/BAR");
            stack.run("with-a-refused-pair", "kraken-source", settings);
            venue.trade(100, 1_000);

            await().atMost(TestStack.LIMIT)
                    .until(() -> stack.topic("rawtrade").records().stream()
                                    .filter(r -> "ADA/USD".equals(r.key()))
                                    .count()
                            == 100);
            await().atMost(TestStack.LIMIT).until(() -> workerLog().contains("FOO/BAR"));
            ConnectRest.Status status = stack.connect().status("with-a-refused-pair");
            assertThat(status.isRunning()).isTrue();
        }
    }

    private static String workerLog() throws IOException {
        return Files.readString(stack.stack().logs().resolve("worker.log"));
    }
}
