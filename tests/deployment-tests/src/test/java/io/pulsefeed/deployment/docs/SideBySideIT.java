package io.pulsefeed.deployment.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.stack.LocalStack;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The migration from the Spark job in docs/upgrade.md: both read the topics, its SQL compares the rows, the group name is kept. */
class SideBySideIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SINK = "timescale-cryptoviz";
    private static final String GROUP = "spark-job-ingestion";
    private static final int TRADES = 40;

    /** Superuser of the embedded server; its password is that of the stack's user. */
    private static final String SUPERUSER = "postgres";

    /** Epoch seconds within the hour that the page compares. */
    private static final double SINCE = 1795169000.25;

    @TempDir
    private Path home;

    @Test
    void comparisonQueriesFindDifferencesAndTheGroupNameIsKept() throws Exception {
        int[] ports = FreePorts.take(4);
        try (LocalStack stack = LocalStack.builder()
                .home(home)
                .kafkaPort(ports[0])
                .controllerPort(ports[1])
                .connectPort(ports[2])
                .databasePort(ports[3])
                .jvmOptions(List.of("-XX:TieredStopAtLevel=1"))
                .plugins(Checkout.files("timescale-sink/target", ".zip"))
                .start((phase, took) -> System.out.printf("  %s started in %d ms%n", phase, took.toMillis()))) {
            ConnectRest connect = new ConnectRest(stack.restUrl());
            sendLikeTheOldProducer(stack);
            connect.put(SINK, sink(Map.of()));
            connect.awaitRunning(List.of(SINK), LIMIT);
            await().atMost(LIMIT).until(() -> count(stack, "trade_data") == TRADES && count(stack, "ticker_data") == 1);

            createOldDatabase(stack);
            List<String> sql = sqlFromPage(ports[3], stack);
            execute(stack.jdbcUrl(), stack, sql.get(0));
            assertThat(rows(stack, sql.get(1)))
                    .containsExactly("ticker_data|XBT/USD|1|1|0|0", "trade_data|XBT/USD|40|40|0|0");
            assertThat(rows(stack, sql.get(2))).containsExactly("1");

            execute(oldUrl(stack), stack, "INSERT INTO trade_data SELECT * FROM trade_data LIMIT 3");
            execute(oldUrl(stack), stack, "DELETE FROM ticker_data");
            assertThat(rows(stack, sql.get(1)))
                    .containsExactly("ticker_data|XBT/USD|0|1|0|1", "trade_data|XBT/USD|43|40|3|0");

            stop(connect);
            connect.put(SINK, sink(Map.of("consumer.override.group.id", GROUP)));
            connect.resume(SINK);
            connect.awaitRunning(List.of(SINK), LIMIT);
            send(stack, "rawtrade", trade(TRADES));
            awaitCommittedOffset(stack, TRADES + 1);
            assertThat(count(stack, "trade_data")).isEqualTo(TRADES + 1);
            resetAndReread(stack, connect);
        }
    }

    /** Connect resets the offsets of the custom group and those that the sink stores. */
    private static void resetAndReread(LocalStack stack, ConnectRest connect) throws Exception {
        execute(stack.jdbcUrl(), stack, "DELETE FROM trade_data");
        stop(connect);
        connect.resetOffsets(SINK);
        connect.resume(SINK);
        await().atMost(LIMIT).until(() -> count(stack, "trade_data") == TRADES + 1);
        awaitCommittedOffset(stack, TRADES + 1);
    }

    private static void awaitCommittedOffset(LocalStack stack, long offset) {
        TopicPartition trades = new TopicPartition("rawtrade", 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(admin.listConsumerGroupOffsets(GROUP)
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .extractingByKey(trades)
                    .isEqualTo(new OffsetAndMetadata(offset)));
        }
    }

    /** Waits until no task is left, so that later records are read with the next configuration. */
    private static void stop(ConnectRest connect) {
        connect.stop(SINK);
        await().atMost(LIMIT)
                .until(() -> connect.status(SINK).state().equals("STOPPED")
                        && connect.status(SINK).tasks().isEmpty());
    }

    private static ObjectNode sink(Map<String, String> changes) throws Exception {
        ObjectNode config = (ObjectNode) JSON.readTree(Checkout.text("connect-config/connectors/" + SINK + ".json"))
                .get("config");
        changes.forEach(config::put);
        return config;
    }

    private static void sendLikeTheOldProducer(LocalStack stack) throws Exception {
        send(
                stack,
                "rawtrade",
                IntStream.range(0, TRADES).mapToObj(SideBySideIT::trade).toArray(String[]::new));
        send(
                stack,
                "rawticker",
                """
                {"pair":"XBT/USD","last":100.5,"bid":100.4,"ask":null,"volume_24h":12.25,"timestamp":%s}
                """
                        .formatted(BigDecimal.valueOf(SINCE).toPlainString()));
    }

    /** Without headers, because the old producer sends no trade ids. */
    private static void send(LocalStack stack, String topic, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, "XBT/USD", value)).get();
            }
        }
    }

    /** Four per second; every second one differs from its predecessor only in time. */
    private static String trade(int i) {
        return "{\"pair\":\"XBT/USD\",\"price\":%s,\"volume\":0.1,\"timestamp\":%s,\"side\":\"b\"}"
                .formatted(price(i), BigDecimal.valueOf(time(i)).toPlainString());
    }

    private static double price(int i) {
        return 100 + i / 2 * 0.1;
    }

    private static double time(int i) {
        return SINCE + i * 0.25;
    }

    /** The tables of the old database as the Spark job writes them: whole seconds, articles with their arrival time. */
    private static void createOldDatabase(LocalStack stack) throws SQLException {
        execute(stack.jdbcUrl(), stack, "CREATE DATABASE crypto_viz_ts");
        StringBuilder sql = new StringBuilder(
                """
                CREATE TABLE trade_data (timestamp timestamptz NOT NULL, pair varchar(20) NOT NULL, price float8 NOT NULL,
                  volume float8 NOT NULL, side varchar(1) NOT NULL);
                CREATE TABLE ticker_data (timestamp timestamptz NOT NULL, pair varchar(20) NOT NULL, last float8 NOT NULL,
                  bid float8, ask float8, volume_24h float8);
                CREATE TABLE article_data (timestamp timestamptz NOT NULL, article_id varchar(255) NOT NULL);
                INSERT INTO article_data VALUES (now(), 'https://example.org/never-read-here');
                INSERT INTO ticker_data VALUES (to_timestamp(%d), 'XBT/USD', 100.5, 100.4, null, 12.25);
                """
                        .formatted((long) SINCE));
        for (int i = 0; i < TRADES; i++) {
            sql.append("INSERT INTO trade_data VALUES (to_timestamp(%d), 'XBT/USD', %s, 0.1, 'b');%n"
                    .formatted((long) time(i), price(i)));
        }
        execute(oldUrl(stack), stack, sql.toString());
    }

    private static String oldUrl(LocalStack stack) {
        return stack.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/crypto_viz_ts$1");
    }

    /** The SQL blocks of the page, in order, with the server of this test. */
    private static List<String> sqlFromPage(int port, LocalStack stack) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        String page = Checkout.text("docs/upgrade.md");
        String section = page.substring(page.indexOf("\n## From Spark and Logstash\n"));
        for (String line : section.lines().toList()) {
            if (line.equals("```sql")) {
                block = new StringBuilder();
            } else if (line.equals("```") && block != null) {
                blocks.add(block.toString());
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            }
        }
        return blocks.stream()
                .map(sql -> sql.replace("OLD_HOST", "127.0.0.1")
                        .replace("'5432'", "'" + port + "'")
                        .replace("OLD_USER", SUPERUSER)
                        .replace("OLD_PASSWORD", stack.databasePassword()))
                .toList();
    }

    private static void execute(String url, LocalStack stack, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, SUPERUSER, stack.databasePassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(LocalStack stack, String table) throws SQLException {
        return rows(stack, "SELECT to_regclass('" + table + "') IS NOT NULL").equals(List.of("t"))
                ? Long.parseLong(rows(stack, "SELECT count(*) FROM " + table).get(0))
                : 0;
    }

    /** The columns of each row, joined by {@code |}. */
    private static List<String> rows(LocalStack stack, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(stack.jdbcUrl(), SUPERUSER, stack.databasePassword());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns.stream().map(String::valueOf).toList()));
            }
            return rows;
        }
    }
}
