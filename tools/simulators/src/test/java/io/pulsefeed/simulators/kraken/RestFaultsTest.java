package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestFaultsTest {

    private static final Instant START = Instant.parse("2026-09-25T17:48:00Z");

    private KrakenSimulator simulator;

    @BeforeEach
    void trade() {
        simulator = KrakenSimulator.builder()
                .virtualTime(START)
                .seed(7)
                .tradesPerSecond(60)
                .build();
    }

    private void run(int seconds) {
        simulator.advance(Duration.ofSeconds(seconds));
    }

    private JsonNode rest(String query) {
        return Client.parse(simulator.rest("/0/public/Trades?" + query).body());
    }

    @Test
    void returnsEveryErrorResponse() {
        run(30);
        simulator.inject(Fault.REST_429);
        assertThat(simulator.rest("/0/public/Time").status()).isEqualTo(429);
        assertThat(simulator.rest("/0/public/Time").headers()).containsKey("Retry-After");
        only(Fault.REST_5XX);
        assertThat(simulator.rest("/0/public/Time").status()).isGreaterThanOrEqualTo(500);
        only(Fault.REST_HTML);
        assertThat(simulator.rest("/0/public/Time").body()).startsWith("<!DOCTYPE html>");
        only(Fault.REST_EMPTY);
        assertThat(simulator.rest("/0/public/Time").body()).isEmpty();
        only(Fault.REST_TRUNCATED);
        assertThatThrownBy(() -> rest("pair=XBTUSD")).isInstanceOf(RuntimeException.class);
        only(Fault.REST_HANG);
        assertThat(simulator.rest("/0/public/Time").status()).isZero();
        only(Fault.REST_TOO_MANY);
        assertThat(rest("pair=XBTUSD").path("error").get(0).asText()).isEqualTo("EGeneral:Too many requests");
        only(Fault.REST_BUSY);
        assertThat(rest("pair=XBTUSD").path("error").get(0).asText()).startsWith("E");
    }

    private void only(Fault fault) {
        simulator.clear();
        simulator.inject(fault);
    }

    @Test
    void limitsTradesRequestsPerSecondAndPair() {
        simulator.inject(Fault.REST_RATE_LIMIT);
        assertThat(rest("pair=XBTUSD").path("error")).isEmpty();
        assertThat(rest("pair=XBTUSD").path("error")).hasSize(1);
        assertThat(rest("pair=ETHUSD").path("error")).isEmpty();
        run(1);
        assertThat(rest("pair=XBTUSD").path("error")).isEmpty();
    }

    @Test
    void returnsEveryFaultyPage() {
        run(30);
        List<Trade> log = simulator.log("BTC/USD");
        Trade trade = log.get(20);
        String since = "pair=XBTUSD&count=100&since=" + trade.timestampNs();
        only(Fault.REST_SINCE_EXCLUSIVE);
        assertThat(rest(since).at("/result/XXBTZUSD/0/6").asLong()).isGreaterThan(trade.id());
        only(Fault.REST_MISSING_LAST);
        assertThat(rest(since).path("result").has("last")).isFalse();
        only(Fault.REST_KEY_SPELLING);
        assertThat(rest(since).path("result").has("XBT/USD")).isTrue();
        only(Fault.REST_SIX_COLUMNS);
        assertThat(rest(since).at("/result/XXBTZUSD/0")).hasSize(6);
        only(Fault.REST_ID_ZERO);
        assertThat(rest(since).at("/result/XXBTZUSD/3/6").asLong()).isZero();
        only(Fault.REST_DOUBLE_TIME);
        assertThat(rest(since).at("/result/last").asText()).endsWith("00");
        only(Fault.REST_LAG);
        JsonNode page = rest("pair=XBTUSD").at("/result/XXBTZUSD");
        assertThat(page.get(page.size() - 1).path(2).asDouble()).isLessThan(START.getEpochSecond() + 25.0);
    }
}
