package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import io.pulsefeed.testing.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the README with a worker that has the settings of Kafka's {@code connect-distributed.properties}: no config providers, JSON
 * converters with schemas, no exactly-once sources, and a cluster without the topics of the connectors.
 */
class StockWorkerIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String STOCK_SETTINGS =
            """
            group.id=connect-cluster
            key.converter=org.apache.kafka.connect.json.JsonConverter
            value.converter=org.apache.kafka.connect.json.JsonConverter
            key.converter.schemas.enable=true
            value.converter.schemas.enable=true
            offset.storage.topic=connect-offsets
            offset.storage.replication.factor=1
            config.storage.topic=connect-configs
            config.storage.replication.factor=1
            status.storage.topic=connect-status
            status.storage.replication.factor=1
            offset.flush.interval.ms=10000
            """;

    private static final String NO_TOPICS =
            """
            {"profile": "single", "topics": [
              {"name": "unrelated", "partitions": 1, "replication.factor": 1, "config": {}}]}""";

    @TempDir
    private static Path folder;

    private static TestStack stack;
    private static SimulatedExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        Path config = folder.resolve("config");
        Files.createDirectories(config.resolve("worker"));
        Files.createDirectories(config.resolve("topics"));
        Files.writeString(config.resolve("worker/local.properties"), STOCK_SETTINGS);
        Files.writeString(config.resolve("topics/single.json"), NO_TOPICS);
        exchange = SimulatedExchange.open(11, List.of("BTC/USD", "ETH/USD"));
        stack = TestStack.start(folder.resolve("home"), Map.of(), config);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        exchange.close();
    }

    /** What users decide, and addresses of the simulator and of nothing instead of the internet. */
    private static Map<String, String> decisions(String name) {
        Map<String, String> decisions = new HashMap<>();
        switch (name) {
            case "kraken-source" -> decisions.putAll(exchange.settings());
            case "article-source" -> {
                decisions.put("user.agent", "Pulsefeed/0.1 (+https://example.org/contact)");
                decisions.put(
                        "sites",
                        "[{\"name\":\"None\",\"discovery\":[{\"type\":\"feed\",\"url\":\"http://127.0.0.1:1/rss\"}]}]");
                decisions.put("allow.private.addresses", "true");
            }
            case "emotibit-source" -> {
                int[] ports = FreePorts.take(2);
                decisions.put("device.addresses", "127.0.0.1");
                decisions.put("discovery.broadcast.enabled", "false");
                decisions.put("data.port", Integer.toString(ports[0]));
                decisions.put("control.port", Integer.toString(ports[1]));
            }
            default -> {
                decisions.put("connection.url", stack.stack().jdbcUrl());
                decisions.put("connection.password", stack.stack().databasePassword());
            }
        }
        return decisions;
    }

    @Test
    void acceptsAndRunsThePlainFiles() throws IOException {
        List<String> names = PlainConnectorFileTest.names().toList();
        for (String name : names) {
            ObjectNode file = (ObjectNode) JSON.readTree(Checkout.text("connect-config/plain/" + name + ".json"));
            ObjectNode config = (ObjectNode) file.required("config");
            decisions(name).forEach(config::put);
            Http.Response response = ConnectCalls.send(stack.stack().restUrl(), "POST", "/connectors", file);
            assertThat(response.status()).as(response.body()).isEqualTo(201);
        }
        stack.connect().awaitRunning(names, TestStack.LIMIT);

        exchange.trade(200, 1_000);
        await().atMost(TestStack.LIMIT).until(() -> stack.tables().count("trade_data") == 200);
        assertThat(stack.topic("rawtrade").count()).isEqualTo(200);
    }

    /** A forgotten decision is reported by the worker when the file is posted, where the connector can check it. */
    @Test
    void refusesAnOpenContactOfTheArticleSource() throws IOException {
        ObjectNode file = (ObjectNode) JSON.readTree(Checkout.text("connect-config/plain/article-source.json"));
        file.put("name", "forgotten");
        Http.Response response = ConnectCalls.send(stack.stack().restUrl(), "POST", "/connectors", file);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("user.agent").contains("contact URL");
    }
}
