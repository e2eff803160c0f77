package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private static final String BTC_1 =
            """
            {"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":64000.10,"qty":0.10000000,\
            "ord_type":"limit","trade_id":11,"timestamp":"2026-01-01T00:00:00.000001Z"}]}""";
    private static final String MIXED =
            """
            {"data":[{"symbol":"ETH/USD","side":"sell","price":2000.00,"qty":1.0,"ord_type":"market","trade_id":5,\
            "timestamp":"2026-01-01T00:00:00.500000Z"},{"symbol":"BTC/USD","side":"sell","price":64000.0,"qty":0.2,\
            "ord_type":"limit","trade_id":12,"timestamp":"2026-01-01T00:00:00.600000Z"}],"channel":"trade", "type":"update"}""";
    private static final String TICKER =
            """
            {"channel":"ticker","type":"update","data":[{"symbol":"ETH/USD","last":2000.00}]}""";
    private static final String LINES = String.join(
            "\n",
            "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"online\"}]}",
            "{\"method\":\"subscribe\",\"success\":true,\"result\":{\"channel\":\"trade\",\"symbol\":\"BTC/USD\"}}",
            BTC_1,
            "{\"channel\":\"heartbeat\"}",
            "{\"channel\":\"trade\",\"data\":[{\"symbol\"",
            MIXED,
            TICKER);

    @TempDir
    private Path folder;

    private Builder replay(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("frames.ndjson"), lines);
        return KrakenSimulator.builder()
                .virtualTime(Instant.parse("2026-09-25T00:00:00Z"))
                .replay(file);
    }

    @Test
    void playsSubscribedFramesOnceByteForByte() throws IOException {
        KrakenSimulator simulator = replay(LINES).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", true, "BTC/USD", "ETH/USD");
        assertThat(client.channel("trade")).isEmpty();
        simulator.advance(Duration.ofSeconds(5));
        assertThat(client.frames).contains(BTC_1, MIXED).doesNotContain(TICKER);
        assertThat(client.channel("trade")).hasSize(2);
        assertThat(simulator.isQuiet()).isTrue();

        client.hangUp();
        Client later = Client.of(simulator);
        later.subscribe("trade", true, "BTC/USD", "ETH/USD");
        simulator.advance(Duration.ofSeconds(5));
        assertThat(later.channel("trade")).isEmpty();
    }

    @Test
    void waitsForAllSubscriptions() throws IOException {
        KrakenSimulator simulator = replay(LINES).speed(0).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", true, "BTC/USD");
        simulator.advance(Duration.ofMillis(200));
        client.subscribe("ticker", true, "ETH/USD");
        simulator.advance(Duration.ofSeconds(1));
        assertThat(client.frames).containsSubsequence(BTC_1, MIXED, TICKER);
    }

    @Test
    void keepsRecordedSpeed() throws IOException {
        KrakenSimulator simulator = replay(LINES).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", true, "BTC/USD");
        simulator.advance(Duration.ofMillis(500));
        assertThat(client.frames).contains(BTC_1).doesNotContain(MIXED);
        simulator.advance(Duration.ofMillis(500));
        assertThat(client.frames).contains(MIXED);
    }

    @Test
    void restServesPlayedTrades() throws IOException {
        KrakenSimulator simulator = replay(LINES).speed(0).build();
        assertThat(simulator.rest("/0/public/Trades?pair=XBTUSD").body()).contains("\"XXBTZUSD\":[]");
        Client client = Client.of(simulator);
        client.subscribe("trade", true, "BTC/USD");
        simulator.advance(Duration.ofSeconds(1));
        assertThat(simulator.rest("/0/public/Trades?pair=XBTUSD").body())
                .contains("[\"64000.10000\",\"0.10000000\",1767225600.000001,\"b\",\"l\",\"\",11]");
        assertThat(simulator.log("BTC/USD")).extracting(Trade::id).containsExactly(11L, 12L);
        assertThat(simulator.tradeCount()).isEqualTo(3);
    }

    @Test
    void restartsWhenLooping() throws IOException {
        KrakenSimulator simulator = replay(LINES).replayLoop(true).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", false, "BTC/USD");
        simulator.advance(Duration.ofSeconds(10));
        assertThat(client.frames.stream().filter(BTC_1::equals)).hasSizeGreaterThan(3);
    }

    @Test
    void reportsContentOfRecording() throws IOException {
        Builder empty = replay("hello\n");
        assertThatThrownBy(empty::build)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No data frames");
    }

    @Test
    void keepsDigitsOfRecordedTrades() throws IOException {
        KrakenSimulator simulator = replay(LINES).speed(0).build();
        Client client = Client.of(simulator);
        client.subscribe("trade", true, "BTC/USD");
        simulator.advance(Duration.ofSeconds(1));
        List<Trade> log = simulator.log("BTC/USD");
        assertThat(log.get(0).price()).isEqualTo("64000.10");
        assertThat(log.get(0).qty()).isEqualTo("0.10000000");
    }
}
