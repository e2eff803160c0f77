package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs are added and removed while others trade; price alerts are followed from the exchange's ticker to the row. */
class RuntimeChangeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double THRESHOLD_PERCENT = 0.01;

    @TempDir
    private static Path home;

    private static TestStack stack;
    private static SimulatedExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = SimulatedExchange.open(11, List.of("BTC/USD", "ETH/USD", "SOL/USD"));
        stack = TestStack.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        exchange.close();
    }

    private static Map<String, String> settings(String pairs) {
        Map<String, String> settings = new HashMap<>(exchange.settings());
        settings.put("pairs", pairs);
        settings.put("alert.mode", "previous");
        settings.put("alert.threshold.percent", Double.toString(THRESHOLD_PERCENT));
        return settings;
    }

    private static void tradeAndChange(String pairs) {
        long before = exchange.tradeCount();
        exchange.trade(3_000, 1_000);
        await().atMost(TestStack.LIMIT).until(() -> exchange.tradeCount() > before + 1_000);
        ObjectNode config = TestStack.shipped("trades", "kraken-source", settings(pairs));
        stack.connect().put("trades", config);
        await().atMost(TestStack.LIMIT).until(exchange::isIdle);
    }

    @Test
    void addingAndRemovingAPairLosesNoTradeOfTheOthers() throws IOException {
        stack.run("trades", "kraken-source", settings("XBT/USD,ETH/USD"));
        stack.run("rows", "timescale-cryptoviz", Map.of());
        tradeAndChange("XBT/USD,ETH/USD,SOL/USD");
        awaitRows(exchange.tradeCount());
        Trades.assertTableContains(exchange.emittedTrades(), stack.tables());

        tradeAndChange("XBT/USD,SOL/USD");

        Map<String, List<Trade>> kept = new TreeMap<>(exchange.emittedTrades());
        kept.remove("ETH/USD");
        for (String pair : kept.keySet()) {
            await().atMost(TestStack.LIMIT)
                    .until(() -> stack.tables().count("trade_data WHERE pair = '" + pair + "'")
                            == kept.get(pair).size());
        }
        assertThat(stack.topic("dlq.timescale-cryptoviz").records()).isEmpty();
        assertAlerts();
    }

    private static void awaitRows(long expected) {
        await().atMost(TestStack.LIMIT).until(() -> stack.tables().count("trade_data") >= expected);
    }

    /** Each row is an alert of the topic, and its change is that between two tickers which the exchange sent. */
    private static void assertAlerts() throws IOException {
        // The source can still have alerts that it has not written.
        await().atMost(TestStack.LIMIT).untilAsserted(() -> {
            List<ConsumerRecord<String, byte[]>> alerts =
                    stack.topic("rawalert").records();
            assertThat(alerts)
                    .as("prices move by more than %s %%", THRESHOLD_PERCENT)
                    .isNotEmpty();
            assertThat(stack.tables().count("alert_data")).isEqualTo(alerts.size());
        });
        Map<String, List<Double>> prices = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> ticker : stack.topic("rawticker").records()) {
            JsonNode value = JSON.readTree(ticker.value());
            prices.computeIfAbsent(value.get("pair").asText(), pair -> new ArrayList<>())
                    .add(value.get("last").asDouble());
        }
        for (List<String> row :
                stack.tables().rows("SELECT pair, last_price, change_percent, alert_type FROM alert_data")) {
            double last = Double.parseDouble(row.get(1));
            double change = Double.parseDouble(row.get(2));
            assertThat(Math.abs(change)).isGreaterThanOrEqualTo(THRESHOLD_PERCENT);
            assertThat(row.get(3)).isEqualTo(change > 0 ? "PRICE_UP" : "PRICE_DOWN");
            List<Double> sent = prices.get(row.get(0));
            assertThat(sent).as("the price of %s", row).contains(last);
            assertThat(sent).as("the price before %s", row).anySatisfy(before -> assertThat(
                            (last - before) / before * 100)
                    .isCloseTo(change, org.assertj.core.data.Offset.offset(0.00501)));
        }
    }
}
