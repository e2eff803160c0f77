package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class V1ProtocolTest {

    private KrakenSimulator simulator;
    private Client client;

    @BeforeEach
    void connect() {
        simulator = KrakenSimulator.builder()
                .virtualTime(Instant.parse("2026-09-25T17:48:00Z"))
                .tradesPerSecond(60)
                .build();
        client = Client.ofV1(simulator);
    }

    private void subscribe(String name, String pairs) {
        client.send("{\"event\":\"subscribe\",\"pair\":[" + pairs + "],\"subscription\":{\"name\":\"" + name
                + "\"},\"reqid\":3}");
    }

    @Test
    void sendsSystemStatusAtConnect() {
        assertThat(client.frames.get(0))
                .matches(
                        "\\{\"connectionID\":\\d+,\"event\":\"systemStatus\",\"status\":\"online\",\"version\":\"1.9.6\"}");
    }

    @Test
    void answersWithV1PairName() {
        subscribe("ticker", "\"BTC/USD\",\"FOO/BAR\"");
        JsonNode ack = client.parsed().get(1);
        assertThat(ack.path("pair").asText()).isEqualTo("XBT/USD");
        assertThat(ack.path("status").asText()).isEqualTo("subscribed");
        assertThat(ack.path("reqid").asInt()).isEqualTo(3);
        assertThat(ack.at("/subscription/name").asText()).isEqualTo("ticker");
        assertThat(client.frames)
                .anyMatch(frame -> frame.contains("\"errorMessage\":\"Currency pair not supported FOO/BAR\""));
    }

    @Test
    void sendsTradesOfLogWithoutIds() {
        subscribe("trade", "\"XBT/USD\",\"ETH/USD\"");
        simulator.advance(Duration.ofSeconds(30));
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode frame : client.parsed()) {
            if (frame.isArray() && frame.get(frame.size() - 1).asText().equals("XBT/USD")) {
                assertThat(frame.get(2).asText()).isEqualTo("trade");
                frame.get(1).forEach(rows::add);
            }
        }
        List<Trade> log = simulator.log("BTC/USD");
        assertThat(rows).hasSize(log.size());
        for (int i = 0; i < rows.size(); i++) {
            Trade trade = log.get(i);
            assertThat(rows.get(i).get(0).asText()).isEqualTo(trade.price() + "0000");
            assertThat(rows.get(i).get(1).asText()).isEqualTo(trade.qty());
            assertThat(rows.get(i).get(2).asText()).isEqualTo(WireTime.epochMicros(trade.timestampNs()));
            assertThat(rows.get(i).get(3).asText()).isEqualTo(trade.side().substring(0, 1));
            assertThat(rows.get(i)).hasSize(6);
        }
    }

    @Test
    void sendsTickerAtSubscriptionAndWithTrades() {
        subscribe("ticker", "\"XBT/USD\"");
        assertThat(client.parsed().get(2).get(2).asText()).isEqualTo("ticker");
        simulator.advance(Duration.ofSeconds(5));
        JsonNode ticker = client.parsed().get(client.frames.size() - 1).get(1);
        List<Trade> log = simulator.log("BTC/USD");
        assertThat(ticker.at("/c/0").asText()).isEqualTo(log.get(log.size() - 1).price() + "0000");
        assertThat(ticker.at("/o")).hasSize(2);
        assertThat(ticker.at("/a/1").isIntegralNumber()).isTrue();
    }

    @Test
    void supportsPingHeartbeatAndUnsubscribe() {
        client.send("{\"event\":\"ping\",\"reqid\":42}");
        assertThat(client.frames.get(1)).isEqualTo("{\"event\":\"pong\",\"reqid\":42}");
        subscribe("trade", "\"XBT/USD\"");
        client.send("{\"event\":\"unsubscribe\",\"pair\":[\"XBT/USD\"],\"subscription\":{\"name\":\"trade\"}}");
        assertThat(client.frames.get(3)).contains("\"status\":\"unsubscribed\"");
        subscribe("trade", "\"DOT/USD\"");
        KrakenSimulator quiet = KrakenSimulator.builder()
                .virtualTime(Instant.EPOCH.plusSeconds(1_700_000_000))
                .tradesPerSecond(0)
                .build();
        client = Client.ofV1(quiet);
        subscribe("trade", "\"XBT/USD\"");
        quiet.advance(Duration.ofSeconds(3));
        assertThat(client.frames).contains("{\"event\":\"heartbeat\"}");
    }

    @Test
    void reportsUnknownRequests() {
        client.send("nonsense");
        client.send("{\"event\":\"subscribe\",\"pair\":\"XBT/USD\",\"subscription\":{\"name\":\"trade\"}}");
        client.send(
                "{\"event\":\"subscribe\",\"pair\":[\"XBT/USD\"],\"subscription\":{\"name\":\"gossip\"},\"reqid\":9}");
        assertThat(client.frames.subList(1, 4)).allMatch(frame -> frame.contains("\"event\":\"error\""));
        assertThat(client.frames.get(3)).contains("\"reqid\":9");
    }
}
