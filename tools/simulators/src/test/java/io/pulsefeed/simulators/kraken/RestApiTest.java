package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestApiTest {

    private KrakenSimulator simulator;

    @BeforeEach
    void trade() {
        simulator = KrakenSimulator.builder()
                .virtualTime(Instant.parse("2026-09-25T17:48:00Z"))
                .tradesPerSecond(200)
                .build();
        simulator.advance(Duration.ofMinutes(1));
    }

    private JsonNode get(String call) {
        return Client.parse(simulator.rest("/0/public/" + call).body());
    }

    @Test
    void pagesToNewestTradeWithoutLoss() {
        List<Trade> all = simulator.logWithHistory("BTC/USD");
        List<Trade> wanted = all.subList(all.size() - 6_000, all.size());
        List<Long> ids = new ArrayList<>();
        String since = Long.toString(wanted.get(0).timestampNs());
        JsonNode page;
        do {
            page = get("Trades?pair=XBTUSD&since=" + since).path("result");
            page.path("XXBTZUSD").forEach(row -> {
                if (ids.isEmpty() || row.path(6).asLong() > ids.get(ids.size() - 1)) {
                    ids.add(row.path(6).asLong());
                }
            });
            since = page.path("last").asText();
        } while (page.path("XXBTZUSD").size() == 1_000);
        // A sweep that starts before the requested trade shares its time, so the first page can start earlier.
        assertThat(ids).endsWith(wanted.stream().map(Trade::id).toArray(Long[]::new));
        assertThat(ids.size()).isBetween(6_000, 6_005);
    }

    @Test
    void rowsHaveAdditionalPriceDigits() {
        List<Trade> log = simulator.log("BTC/USD");
        Trade trade = log.get(log.size() - 1);
        JsonNode rows = get("Trades?pair=BTC/USD&count=1").at("/result").path("BTC/USD");
        assertThat(rows).hasSize(1);
        JsonNode row = rows.get(0);
        assertThat(row.path(0).asText()).isEqualTo(trade.price() + "0000");
        assertThat(row.path(1).asText()).isEqualTo(trade.qty());
        assertThat(row.path(2).decimalValue().doubleValue()).isEqualTo(trade.timestampNs() / 1e9);
        assertThat(row.path(2).decimalValue().scale()).isLessThanOrEqualTo(7);
        assertThat(row.path(3).asText()).isEqualTo(trade.side().substring(0, 1));
        assertThat(row.path(4).asText()).isEqualTo(trade.ordType().substring(0, 1));
        assertThat(row.path(5).asText()).isEmpty();
        assertThat(row.path(6).asLong()).isEqualTo(trade.id());
    }

    @Test
    void returnsLatestThousandWithoutSince() {
        JsonNode result = get("Trades?pair=ETHUSD").path("result");
        List<Trade> log = simulator.log("ETH/USD");
        assertThat(result.path("XETHZUSD")).hasSize(1_000);
        assertThat(result.path("XETHZUSD").get(999).path(6).asLong())
                .isEqualTo(log.get(log.size() - 1).id());
        assertThat(result.path("last").isTextual()).isTrue();
        assertThat(result.path("last").asLong())
                .isEqualTo(log.get(log.size() - 1).timestampNs());
    }

    @Test
    void sinceIsInclusiveAndTruncatesFractions() {
        Trade trade = simulator.log("BTC/USD").get(100);
        JsonNode exact =
                get("Trades?pair=XBTUSD&count=5&since=" + trade.timestampNs()).at("/result/XXBTZUSD");
        assertThat(exact.get(0).path(2).decimalValue().doubleValue()).isEqualTo(trade.timestampNs() / 1e9);
        BigDecimal seconds = BigDecimal.valueOf(trade.timestampNs(), 9);
        JsonNode fractional = get("Trades?pair=XBTUSD&count=5&since=" + seconds).at("/result/XXBTZUSD");
        assertThat(fractional.get(0).path(6).asLong()).isLessThanOrEqualTo(trade.id());
    }

    @Test
    void keyOfResponseFollowsRequest() {
        assertThat(get("Trades?pair=XBTUSD&count=1").path("result").has("XXBTZUSD"))
                .isTrue();
        assertThat(get("Trades?pair=XXBTZUSD&count=1").path("result").has("XXBTZUSD"))
                .isTrue();
        assertThat(get("Trades?pair=BTC/USD&count=1").path("result").has("BTC/USD"))
                .isTrue();
        assertThat(get("Trades?pair=BTC%2FUSD&count=1").path("result").has("BTC/USD"))
                .isTrue();
        assertThat(get("Trades?pair=XBT/USD").path("error").get(0).asText()).isEqualTo("EQuery:Unknown asset pair");
        assertThat(get("Trades?pair=NOPE").path("error").get(0).asText()).isEqualTo("EQuery:Unknown asset pair");
    }

    @Test
    void refusesNonNumericParameters() {
        for (String query :
                List.of("since=x", "since=-1", "since=1e999999999", "since=99999999999999999999", "count=ten")) {
            assertThat(get("Trades?pair=XBTUSD&" + query).path("error").get(0).asText())
                    .isEqualTo("EGeneral:Invalid arguments");
        }
        assertThat(get("Nothing").path("error").get(0).asText()).isEqualTo("EGeneral:Unknown method");
    }

    @Test
    void servesPairsTickersTimeAndStatus() {
        JsonNode pairs = get("AssetPairs").path("result");
        assertThat(pairs).hasSize(6);
        assertThat(pairs.at("/XXBTZUSD/wsname").asText()).isEqualTo("XBT/USD");
        assertThat(pairs.at("/XXBTZUSD/altname").asText()).isEqualTo("XBTUSD");
        assertThat(pairs.at("/XXBTZUSD/base").asText()).isEqualTo("XXBT");
        assertThat(pairs.at("/XXBTZUSD/quote").asText()).isEqualTo("ZUSD");
        assertThat(pairs.at("/XXBTZUSD/tick_size").asText()).isEqualTo("0.1");
        assertThat(get("AssetPairs?pair=SOLUSD").path("result").fieldNames())
                .toIterable()
                .containsExactly("SOLUSD");
        List<Trade> log = simulator.log("BTC/USD");
        JsonNode ticker = get("Ticker?pair=XBTUSD").at("/result/XXBTZUSD");
        assertThat(ticker.at("/c/0").asText()).isEqualTo(log.get(log.size() - 1).price() + "0000");
        assertThat(ticker.path("o").isTextual()).isTrue();
        assertThat(ticker.at("/a/1").isTextual()).isTrue();
        assertThat(get("Time").at("/result/unixtime").asLong()).isEqualTo(1_790_358_540L);
        assertThat(get("Time").at("/result/rfc1123").asText()).isEqualTo("Fri, 25 Sep 26 17:49:00 +0000");
        assertThat(get("SystemStatus").at("/result/status").asText()).isEqualTo("online");
    }
}
