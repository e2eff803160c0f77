package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KrakenSimulatorTest {

    private static final Instant START = Instant.parse("2026-09-25T17:48:00Z");

    private static Builder quiet() {
        return KrakenSimulator.builder().virtualTime(START).seed(7).tradesPerSecond(0);
    }

    private static Builder busy() {
        return quiet().tradesPerSecond(50);
    }

    @Test
    void sendsStatusWithUnsignedConnectionId() {
        KrakenSimulator simulator = quiet().build();
        List<String> ids = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> Client.of(simulator))
                .map(client -> client.channel("status")
                        .get(0)
                        .at("/data/0/connection_id")
                        .asText())
                .toList();
        assertThat(ids).doesNotHaveDuplicates().anyMatch(id -> new java.math.BigInteger(id).bitLength() == 64);
    }

    @Test
    void acknowledgesEachSymbolSeparately() {
        Client client = Client.of(quiet().build());
        client.subscribe("trade", false, "BTC/USD", "ETH/USD");
        List<JsonNode> acks = client.parsed().subList(1, client.frames.size());
        assertThat(acks).hasSize(2).allSatisfy(ack -> {
            assertThat(ack.path("method").asText()).isEqualTo("subscribe");
            assertThat(ack.path("success").asBoolean()).isTrue();
            assertThat(ack.path("req_id").asInt()).isEqualTo(7);
            assertThat(ack.at("/result/channel").asText()).isEqualTo("trade");
            assertThat(ack.at("/result/snapshot").asBoolean()).isFalse();
        });
        assertThat(acks)
                .extracting(ack -> ack.at("/result/symbol").asText())
                .containsExactlyInAnyOrder("BTC/USD", "ETH/USD");
    }

    @Test
    void refusesV1SpellingOfOnePair() {
        Client client = Client.of(quiet().build());
        client.subscribe("trade", false, "XBT/USD", "ETH/USD");
        assertThat(client.parsed())
                .anySatisfy(frame -> {
                    assertThat(frame.path("error").asText()).isEqualTo("Currency pair not supported XBT/USD");
                    assertThat(frame.path("symbol").asText()).isEqualTo("XBT/USD");
                    assertThat(frame.path("success").asBoolean()).isFalse();
                })
                .anySatisfy(
                        frame -> assertThat(frame.at("/result/symbol").asText()).isEqualTo("ETH/USD"));
    }

    @Test
    void refusesRepeatedSubscription() {
        Client client = Client.of(quiet().build());
        client.subscribe("trade", true, "BTC/USD");
        client.subscribe("trade", true, "BTC/USD");
        assertThat(client.channel("trade")).hasSize(1);
        assertThat(client.frames.get(client.frames.size() - 1)).contains("\"error\":\"Already subscribed\"");
        client.send("{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"]}}");
        client.subscribe("trade", true, "BTC/USD");
        assertThat(client.channel("trade")).hasSize(2);
    }

    @Test
    void answersPingAndReportsUnknownRequests() {
        Client client = Client.of(quiet().build());
        client.send("{\"method\":\"ping\",\"req_id\":101}");
        client.send("not json");
        client.send("[]");
        client.send("{\"method\":\"add_order\"}");
        assertThat(client.frames.get(1))
                .startsWith("{\"method\":\"pong\",\"req_id\":101,\"time_in\":\"2026-09-25T17:48:00.000000Z\"");
        assertThat(client.frames.get(2))
                .startsWith("{\"error\":\"Malformed request\",\"method\":\"error\",\"success\":false");
        assertThat(client.frames.get(3)).contains("Malformed request");
        assertThat(client.frames.get(4)).contains("Private data and trading are unavailable");
    }

    @Test
    void snapshotHasLatestFiftyTradesInOrder() {
        KrakenSimulator simulator = quiet().build();
        Client client = Client.of(simulator);
        client.subscribe("trade", true, "SOL/USD");
        List<Trade> history = simulator.logWithHistory("SOL/USD");
        assertThat(client.channel("trade").get(0).path("type").asText()).isEqualTo("snapshot");
        assertThat(client.tradeIds("SOL/USD"))
                .isEqualTo(history.subList(history.size() - 50, history.size()).stream()
                        .map(Trade::id)
                        .toList());
    }

    @Test
    void sendsEveryTradeOnceInOrder() {
        KrakenSimulator simulator = busy().build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, simulator.pairs().toArray(String[]::new));
        simulator.advance(Duration.ofMinutes(2));
        for (String pair : simulator.pairs()) {
            List<Trade> log = simulator.log(pair);
            List<JsonNode> got = client.elements("trade", pair);
            assertThat(got).hasSize(log.size());
            for (int i = 0; i < log.size(); i++) {
                Trade trade = log.get(i);
                JsonNode element = got.get(i);
                assertThat(element.path("trade_id").asLong()).isEqualTo(trade.id());
                assertThat(element.path("price").decimalValue().toPlainString()).isEqualTo(trade.price());
                assertThat(element.path("qty").decimalValue().toPlainString()).isEqualTo(trade.qty());
                assertThat(element.path("side").asText()).isEqualTo(trade.side());
                assertThat(element.path("ord_type").asText()).isEqualTo(trade.ordType());
            }
        }
        assertThat(simulator.tradeCount()).isBetween(5_900L, 6_100L);
    }

    @Test
    void sendsMixedFramesAndTradesThatDifferOnlyInId() {
        KrakenSimulator simulator = busy().tradesPerSecond(300).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, simulator.pairs().toArray(String[]::new));
        simulator.advance(Duration.ofMinutes(1));
        assertThat(client.channel("trade"))
                .anySatisfy(frame -> assertThat(symbols(frame)).hasSizeGreaterThan(1));
        List<Trade> log = simulator.log("BTC/USD");
        long twins = log.stream()
                .collect(Collectors.groupingBy(
                        trade -> List.of(trade.price(), trade.qty(), trade.side(), trade.timestampNs()),
                        Collectors.counting()))
                .values()
                .stream()
                .filter(count -> count > 1)
                .count();
        assertThat(twins).isPositive();
    }

    private static List<String> symbols(JsonNode frame) {
        return frame.path("data").findValuesAsText("symbol").stream().distinct().toList();
    }

    @Test
    void sendsOnlySubscribedPairs() {
        KrakenSimulator simulator = busy().tradesPerSecond(300).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, "ETH/USD");
        simulator.advance(Duration.ofSeconds(20));
        assertThat(client.channel("trade")).isNotEmpty().allSatisfy(frame -> assertThat(symbols(frame))
                .containsExactly("ETH/USD"));
        assertThat(client.channel("ticker")).isEmpty();
    }

    @Test
    void sendsCompleteTickerWithTrades() {
        KrakenSimulator simulator = busy().build();
        Client client = Client.of(simulator);
        client.subscribe("ticker", true, "BTC/USD");
        simulator.advance(Duration.ofSeconds(10));
        List<JsonNode> tickers = client.channel("ticker");
        assertThat(tickers.get(0).path("type").asText()).isEqualTo("snapshot");
        assertThat(tickers.size()).isGreaterThan(20);
        JsonNode last = tickers.get(tickers.size() - 1).at("/data/0");
        List<Trade> log = simulator.log("BTC/USD");
        assertThat(last.path("last").decimalValue().toPlainString())
                .isEqualTo(log.get(log.size() - 1).price());
        assertThat(last.fieldNames())
                .toIterable()
                .containsExactly(
                        "symbol",
                        "bid",
                        "bid_qty",
                        "ask",
                        "ask_qty",
                        "last",
                        "volume",
                        "vwap",
                        "low",
                        "high",
                        "change",
                        "change_pct",
                        "trades",
                        "timestamp");
        assertThat(last.path("ask").decimalValue())
                .isGreaterThan(last.path("bid").decimalValue());
    }

    @Test
    void sendsTickerEverySecondWithBboTrigger() {
        KrakenSimulator simulator = quiet().build();
        Client onTrades = Client.of(simulator);
        onTrades.subscribe("ticker", false, "BTC/USD");
        Client onQuotes = Client.of(simulator);
        onQuotes.send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\",\"symbol\":[\"BTC/USD\"],"
                + "\"event_trigger\":\"bbo\",\"snapshot\":false}}");
        simulator.advance(Duration.ofSeconds(10));
        assertThat(onTrades.channel("ticker")).isEmpty();
        assertThat(onQuotes.channel("ticker")).hasSize(10);
        assertThat(onQuotes.elements("ticker", "BTC/USD").stream()
                        .map(element -> element.path("bid"))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void sendsAnOrderBookWithUpdates() {
        KrakenSimulator simulator = KrakenSimulator.builder()
                .virtualTime(Instant.parse("2026-09-25T17:48:00Z"))
                .build();
        Client client = Client.of(simulator);
        client.subscribe("book", true, "BTC/USD");
        simulator.advance(Duration.ofSeconds(10));
        List<JsonNode> messages = client.elements("book", "BTC/USD");
        assertThat(messages).hasSizeGreaterThan(10);
        assertThat(messages.get(0).path("bids")).hasSize(10);
        assertThat(messages.get(0).path("asks")).hasSize(10);
        double bid = messages.get(0).path("bids").path(0).path("price").asDouble();
        double ask = messages.get(0).path("asks").path(0).path("price").asDouble();
        assertThat(ask).isGreaterThan(bid);
        assertThat(messages)
                .allSatisfy(message ->
                        assertThat(message.path("checksum").isIntegralNumber()).isTrue());
    }

    @Test
    void reportsUnsupportedChannel() {
        Client client = Client.of(quiet().build());
        client.subscribe("ohlc", true, "BTC/USD");
        client.subscribe("gossip", true, "BTC/USD");
        assertThat(client.frames.get(1)).contains("\"error\":\"Channel not supported ohlc\"");
        assertThat(client.frames.get(2)).contains("\"error\":\"Channel not supported gossip\"");
    }

    @Test
    void sendsHeartbeatsToIdleSubscribers() {
        KrakenSimulator simulator = quiet().build();
        Client idle = Client.of(simulator);
        Client subscriber = Client.of(simulator);
        subscriber.subscribe("trade", false, "BTC/USD");
        simulator.advance(Duration.ofSeconds(10));
        assertThat(idle.channel("heartbeat")).isEmpty();
        assertThat(subscriber.channel("heartbeat")).hasSize(10);
        for (int i = 0; i < 20; i++) {
            simulator.emitTrades(20);
            simulator.advance(Duration.ofMillis(500));
        }
        assertThat(subscriber.channel("heartbeat")).hasSize(10);
    }

    @Test
    void pingsDoNotSuppressHeartbeats() {
        KrakenSimulator simulator = quiet().build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, "BTC/USD");
        for (int i = 0; i < 20; i++) {
            client.send("{\"method\":\"ping\"}");
            simulator.advance(Duration.ofMillis(500));
        }
        assertThat(client.channel("heartbeat")).hasSize(10);
    }

    @Test
    void singleTradesReachAllPairs() {
        KrakenSimulator simulator = quiet().build();
        for (int i = 0; i < 170; i++) {
            simulator.emitTrades(1);
        }
        assertThat(simulator.log("BTC/USD")).hasSize(60);
        assertThat(simulator.log("LINK/USD")).hasSize(10);
        assertThat(simulator.tradeCount()).isEqualTo(170);
    }

    @Test
    void closesConnectionAfterIdleMinute() {
        KrakenSimulator simulator = quiet().build();
        Client idle = Client.of(simulator);
        Client pinging = Client.of(simulator);
        simulator.advance(Duration.ofSeconds(50));
        pinging.send("{\"method\":\"ping\"}");
        simulator.advance(Duration.ofSeconds(11));
        assertThat(idle.closeCode).isEqualTo(1000);
        assertThat(pinging.closeCode).isZero();
    }

    @Test
    void stopsAtTradeLimit() {
        KrakenSimulator simulator = busy().tradesPerSecond(1_000).trades(5_003).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, simulator.pairs().toArray(String[]::new));
        simulator.advance(Duration.ofSeconds(30));
        assertThat(simulator.tradeCount()).isEqualTo(5_003);
        assertThat(simulator.isQuiet()).isTrue();
        assertThat(client.channel("trade").stream()
                        .mapToInt(frame -> frame.path("data").size())
                        .sum())
                .isEqualTo(5_003);
        assertThat(client.channel("heartbeat")).isNotEmpty();
    }

    @Test
    void burstCompletesWithinOneSecond() {
        KrakenSimulator simulator = busy().build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, simulator.pairs().toArray(String[]::new));
        simulator.advance(Duration.ofSeconds(1));
        long before = simulator.tradeCount();
        simulator.burst(100_000);
        simulator.advance(Duration.ofSeconds(1));
        assertThat(simulator.tradeCount() - before).isGreaterThanOrEqualTo(99_990);
        simulator.advance(Duration.ofSeconds(10));
        assertThat(simulator.tradeCount() - before).isBetween(100_400L, 100_600L);
        assertThat(client.channel("trade"))
                .allSatisfy(frame -> assertThat(frame.path("data").size()).isBetween(1, 1_000));
        for (String pair : simulator.pairs()) {
            assertThat(client.tradeIds(pair)).isEqualTo(ids(simulator.log(pair)));
        }
    }

    private static List<Long> ids(List<Trade> log) {
        return log.stream().map(Trade::id).toList();
    }

    @Test
    void restartWithSameSettingsServesSameTrades() {
        KrakenSimulator first = busy().build();
        first.advance(Duration.ofSeconds(95));
        KrakenSimulator second =
                busy().virtualTime(START.plusSeconds(95)).startTime(START).build();
        for (String pair : first.pairs()) {
            assertThat(second.log(pair)).isEqualTo(first.log(pair));
            assertThat(second.logWithHistory(pair).subList(0, 500))
                    .isEqualTo(first.logWithHistory(pair).subList(0, 500));
        }
    }

    @Test
    void seedChangesTrades() {
        assertThat(busy().seed(8).build().logWithHistory("BTC/USD").get(5).price())
                .isNotEqualTo(busy().build().logWithHistory("BTC/USD").get(5).price());
    }

    @Test
    void simulatesTenMinutesQuickly() {
        KrakenSimulator simulator = busy().build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, "BTC/USD");
        simulator.advance(Duration.ofMinutes(10));
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(ids(simulator.log("BTC/USD")));
    }

    @Test
    void changesRateWhileRunning() {
        KrakenSimulator simulator = quiet().build();
        simulator.advance(Duration.ofSeconds(10));
        assertThat(simulator.tradeCount()).isZero();
        simulator.tradesPerSecond(100);
        simulator.advance(Duration.ofSeconds(10));
        assertThat(simulator.tradeCount()).isBetween(980L, 1_020L);
        simulator.tradesPerSecond(0);
        simulator.advance(Duration.ofSeconds(10));
        assertThat(simulator.tradeCount()).isBetween(980L, 1_020L);
        assertThatThrownBy(() -> simulator.tradesPerSecond(Double.NaN)).hasMessageContaining("0 to 1,000,000");
    }

    @Test
    void startsIdsAtOneWithoutHistory() {
        KrakenSimulator simulator = quiet().firstIds(Map.of("BTC/USD", 1L)).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", true, "BTC/USD");
        client.subscribe("ticker", true, "BTC/USD");
        assertThat(client.channel("trade").get(0).path("data")).isEmpty();
        assertThat(client.channel("ticker")).hasSize(1);
        simulator.emitTrades(20);
        assertThat(client.tradeIds("BTC/USD")).startsWith(1L, 2L, 3L).isEqualTo(ids(simulator.log("XBT/USD")));
    }

    @Test
    void explainsFormOfPair() {
        assertThatThrownBy(
                        () -> KrakenSimulator.builder().pairs(List.of("btcusd")).build())
                .hasMessageContaining("BASE/QUOTE");
    }
}
