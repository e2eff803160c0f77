package io.pulsefeed.deployment.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsEngine(
        orElseUnproven =
                "that the plugins run in the images of docker-compose.yml, and that every record is one row there "
                        + "when database and worker are killed")
class ContainersIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TOPIC = "numbers";

    private static ContainerStack stack;

    @BeforeAll
    static void start() {
        stack = ContainerStack.start();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void shippedSinksRunAndMakeHypertables() throws IOException {
        stack.connect().putFile(Checkout.path("connect-config/connectors/timescale-cryptoviz.json"));
        stack.connect().putFile(Checkout.path("connect-config/connectors/timescale-emotibit.json"));
        stack.connect().awaitRunning(List.of("timescale-cryptoviz", "timescale-emotibit"), LIMIT);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        stack.sql("SELECT hypertable_name FROM timescaledb_information.hypertables ORDER BY 1")
                                .lines())
                .contains("trade_data", "ticker_data", "article_data", "alert_data", "emotibit_packet"));
    }

    @Test
    void everyRecordIsOneRowThoughDatabaseAndWorkerAreKilled() throws InterruptedException, ExecutionException {
        createTopic();
        stack.connect()
                .put(
                        TOPIC,
                        new ObjectMapper()
                                .valueToTree(Map.ofEntries(
                                        Map.entry("connector.class", "io.pulsefeed.timescale.TimescaleSinkConnector"),
                                        Map.entry("topics", TOPIC),
                                        Map.entry("connection.url", "${env:PULSEFEED_JDBC_URL}"),
                                        Map.entry("connection.user", "${env:PULSEFEED_DB_USER}"),
                                        Map.entry("connection.password", "${env:PULSEFEED_DB_PASSWORD}"),
                                        // no unique key: what is written twice is there twice
                                        Map.entry("fields." + TOPIC, "at:time:ms, n::int8"),
                                        Map.entry("auto.create", "true"),
                                        Map.entry(
                                                "value.converter",
                                                "org.apache.kafka.connect.converters.ByteArrayConverter"),
                                        Map.entry(
                                                "key.converter",
                                                "org.apache.kafka.connect.converters.ByteArrayConverter"))));
        stack.connect().awaitRunning(List.of(TOPIC), LIMIT);
        long sent;
        try (NumberedStream stream = new NumberedStream(stack.bootstrapServers(), TOPIC)) {
            awaitMoreRowsThan(0);
            stack.killDatabase();
            awaitMoreRowsThan(rowsOnceItAnswers() + 10_000);
            stack.killWorker();
            awaitMoreRowsThan(rowsOnceItAnswers() + 10_000);
            sent = stream.end();
        }
        await().atMost(LIMIT).until(() -> rows() >= sent);
        assertThat(stack.sql("SELECT count(*), count(DISTINCT n), min(n), max(n) FROM numbers"))
                .isEqualTo("%d %d 1 %d".formatted(sent, sent, sent));
        System.out.println(sent + " records are as many rows, after the database and the worker were killed");
    }

    private static void createTopic() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void awaitMoreRowsThan(long rows) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> rows() > rows);
    }

    /** A database that was just killed refuses for a moment. */
    private static long rowsOnceItAnswers() {
        return await().atMost(LIMIT).ignoreExceptions().until(ContainersIT::rows, rows -> true);
    }

    private static long rows() {
        return Long.parseLong(stack.sql("SELECT count(*) FROM numbers"));
    }
}
