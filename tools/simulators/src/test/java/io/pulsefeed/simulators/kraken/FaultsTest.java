package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultsTest {

    private static final Instant START = Instant.parse("2026-09-25T17:48:00Z");
    private static final List<String> PAIRS = List.of("BTC/USD", "ETH/USD", "LINK/USD");

    private KrakenSimulator simulator;
    private Client client;

    @BeforeEach
    void connect() {
        simulator = builder().build();
        client = Client.of(simulator);
    }

    private static Builder builder() {
        return KrakenSimulator.builder().virtualTime(START).seed(7).pairs(PAIRS).tradesPerSecond(60);
    }

    private void subscribe() {
        client.subscribe("trade", false, PAIRS.toArray(String[]::new));
        client.subscribe("ticker", false, PAIRS.toArray(String[]::new));
    }

    private void run(int seconds) {
        simulator.advance(Duration.ofSeconds(seconds));
    }

    private List<Long> log(String pair) {
        return simulator.log(pair).stream().map(Trade::id).toList();
    }

    private JsonNode rest(String query) {
        return Client.parse(simulator.rest("/0/public/Trades?" + query).body());
    }

    @Test
    void closesWithCodeOfFault() {
        for (Fault fault : List.of(Fault.CLOSE_1000, Fault.CLOSE_1001, Fault.CLOSE_1006, Fault.CLOSE_1012)) {
            Client victim = Client.of(simulator);
            simulator.inject(fault);
            assertThat(victim.closeCode)
                    .isEqualTo(Integer.parseInt(fault.label().substring("close-".length())));
        }
        Client later = Client.of(simulator);
        assertThat(later.closeCode).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANDSHAKE_403", "HANDSHAKE_429", "HANDSHAKE_503", "HANDSHAKE_HANG"})
    void refusesHandshakesUntilCleared(Fault fault) {
        simulator.inject(fault);
        assertThat(client.closeCode).isEqualTo(1006);
        Client refused = Client.of(simulator);
        assertThat(refused.frames).isEmpty();
        assertThat(refused.refusal)
                .isEqualTo(
                        fault == Fault.HANDSHAKE_HANG
                                ? 0
                                : Integer.parseInt(fault.label().substring(10)));
        simulator.clear(fault);
        assertThat(Client.of(simulator).frames).hasSize(1);
    }

    @Test
    void refusesAddressOverBudgetForTenMinutes() {
        KrakenSimulator strict = builder().connectionBudget(5).build();
        for (int i = 0; i < 5; i++) {
            assertThat(Client.of(strict).frames).hasSize(1);
        }
        assertThat(Client.of(strict).refusal).isEqualTo(429);
        strict.advance(Duration.ofMinutes(9));
        assertThat(Client.of(strict).refusal).isEqualTo(429);
        strict.advance(Duration.ofSeconds(61));
        assertThat(Client.of(strict).frames).hasSize(1);
    }

    @Test
    void stallDelaysAllFrames() {
        subscribe();
        run(5);
        simulator.inject(Fault.TCP_STALL);
        int before = client.frames.size();
        client.send("{\"method\":\"ping\"}");
        run(90);
        assertThat(client.frames).hasSize(before);
        assertThat(client.closeCode).isZero();
        simulator.clear(Fault.TCP_STALL);
        run(1);
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(log("BTC/USD"));
    }

    @Test
    void mutedConnectionReceivesOnlyHeartbeats() {
        subscribe();
        simulator.inject(Fault.MUTE_DATA);
        int trades = client.channel("trade").size();
        run(30);
        assertThat(client.channel("trade")).hasSize(trades);
        assertThat(client.channel("heartbeat")).hasSizeGreaterThan(25);
        Client next = Client.of(simulator);
        next.subscribe("trade", true, "BTC/USD");
        run(5);
        assertThat(next.channel("trade")).hasSizeGreaterThan(1);
    }

    @Test
    void mutedPairDoesNotAffectOtherPairs() {
        subscribe();
        simulator.inject(Fault.MUTE_PAIR);
        run(10);
        assertThat(client.tradeIds("BTC/USD")).isEmpty();
        assertThat(client.tradeIds("ETH/USD")).isEqualTo(log("ETH/USD"));
    }

    @Test
    void missingOrRefusedAcknowledgementsSubscribeNothing() {
        simulator.inject(Fault.ACK_MISSING);
        subscribe();
        assertThat(client.frames).hasSize(1);
        simulator.clear();
        simulator.inject(Fault.ACK_REFUSED);
        subscribe();
        assertThat(client.frames.subList(1, 7)).allMatch(frame -> frame.contains("\"error\":\"Internal error\""));
        simulator.clear();
        simulator.inject(Fault.RATE_LIMIT);
        subscribe();
        assertThat(client.frames.subList(7, 13)).allMatch(frame -> frame.contains("\"error\":\"Exceeded msg rate\""));
        simulator.clear();
        simulator.inject(Fault.RATE_LIMIT_BARE);
        subscribe();
        assertThat(client.frames.subList(13, 19)).containsOnly("{\"Error\":\"Exceeded msg rate\"}");
        run(5);
        assertThat(client.channel("trade")).isEmpty();
        simulator.clear();
        subscribe();
        run(5);
        assertThat(client.channel("trade")).isNotEmpty();
    }

    @Test
    void lostTradesAreAvailableFromRest() {
        subscribe();
        simulator.inject(Fault.LOST_TRADES);
        run(60);
        List<Long> got = client.tradeIds("BTC/USD");
        List<Long> log = log("BTC/USD");
        assertThat(got).isSorted().hasSizeBetween(log.size() * 93 / 100, log.size() - 1);
        Set<Long> missing = new HashSet<>(log);
        got.forEach(missing::remove);
        JsonNode page = rest("pair=XBTUSD").at("/result/XXBTZUSD");
        page.forEach(row -> missing.remove(row.path(6).asLong()));
        assertThat(missing).allMatch(id -> id < page.get(0).path(6).asLong());
    }

    @Test
    void repeatsTradeFrames() {
        subscribe();
        simulator.inject(Fault.REPEATED_TRADES);
        run(60);
        List<Long> got = client.tradeIds("BTC/USD");
        assertThat(got.size()).isGreaterThan(log("BTC/USD").size());
        assertThat(got.stream().distinct()).containsExactlyElementsOf(log("BTC/USD"));
    }

    @Test
    void reorderedTradesArriveWithinShortTime() {
        subscribe();
        simulator.inject(Fault.REORDERED_TRADES);
        run(60);
        simulator.clear();
        run(1);
        List<Long> got = client.tradeIds("BTC/USD");
        assertThat(got).isNotEqualTo(log("BTC/USD")).containsExactlyInAnyOrderElementsOf(log("BTC/USD"));
    }

    @Test
    void voidIdsNeverExist() {
        subscribe();
        run(5);
        simulator.inject(Fault.VOID_IDS);
        run(5);
        List<Long> log = log("BTC/USD");
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(log);
        assertThat(log.get(log.size() - 1) - log.get(0)).isGreaterThan(log.size() - 1);
        JsonNode page = rest("pair=XBTUSD&count=1000").at("/result/XXBTZUSD");
        assertThat(page).extracting(row -> row.path(6).asLong()).endsWith(log.toArray(Long[]::new));
    }

    @Test
    void resetsIdsOfOnePair() {
        subscribe();
        run(5);
        simulator.inject(Fault.ID_RESET);
        run(5);
        List<Long> ids = client.tradeIds("BTC/USD");
        assertThat(ids).contains(1L, 2L).isEqualTo(log("BTC/USD"));
        assertThat(client.tradeIds("ETH/USD")).isSorted();
        assertThat(rest("pair=XBTUSD&count=1").at("/result/XXBTZUSD/0/6").asLong())
                .isEqualTo(ids.get(ids.size() - 1));
    }

    @Test
    void refusesDelistedPairUntilCleared() {
        subscribe();
        simulator.inject(Fault.DELISTED);
        run(20);
        assertThat(client.tradeIds("LINK/USD")).isEmpty();
        Client next = Client.of(simulator);
        next.subscribe("trade", true, "LINK/USD", "ETH/USD");
        assertThat(next.frames).anyMatch(frame -> frame.contains("Currency pair not supported LINK/USD"));
        assertThat(rest("pair=LINKUSD").path("error").get(0).asText()).isEqualTo("EQuery:Unknown asset pair");
        simulator.clear();
        run(20);
        assertThat(client.tradeIds("LINK/USD")).isEqualTo(log("LINK/USD")).hasSizeBetween(50, 200);
    }

    @Test
    void announcesMaintenanceAndStopsTrading() {
        subscribe();
        run(5);
        simulator.inject(Fault.MAINTENANCE);
        int trades = log("BTC/USD").size();
        run(30);
        assertThat(log("BTC/USD")).hasSize(trades);
        simulator.clear();
        run(5);
        assertThat(log("BTC/USD").size()).isGreaterThan(trades);
        assertThat(client.channel("status"))
                .extracting(frame -> frame.at("/data/0/system").asText())
                .containsExactly("online", "online", "maintenance", "online");
        assertThat(client.channel("status")
                        .get(1)
                        .at("/data/0/upcoming_maintenance/0/phase")
                        .asText())
                .isEqualTo("final_warning_30s");
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(log("BTC/USD"));
    }

    @Test
    void tradingResumesAfterClockSkew() {
        subscribe();
        simulator.inject(Fault.CLOCK_SKEW);
        run(10);
        List<Trade> log = simulator.log("BTC/USD");
        long last = log.get(log.size() - 1).timestampNs();
        assertThat(Instant.ofEpochSecond(last / 1_000_000_000L))
                .isBetween(START.plusSeconds(38), START.plusSeconds(41));
        simulator.clear();
        run(60);
        assertThat(simulator.log("BTC/USD"))
                .isSortedAccordingTo((a, b) -> Long.compare(a.timestampNs(), b.timestampNs()));
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(log("BTC/USD"));
        assertThat(client.closeCode).isZero();
    }

    @Test
    void badFramesContainNoTradeOfLog() {
        subscribe();
        for (Fault fault : List.of(
                Fault.MALFORMED_FRAME,
                Fault.TRUNCATED_FRAME,
                Fault.BAD_ELEMENTS,
                Fault.UNKNOWN_CHANNEL,
                Fault.HUGE_FRAME)) {
            int before = client.frames.size();
            simulator.inject(fault);
            assertThat(client.frames.size()).as(fault.label()).isGreaterThan(before);
        }
        assertThat(client.frames).anyMatch(frame -> frame.length() > 16 * 1024 * 1024);
        client.forget();
        run(5);
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(log("BTC/USD"));
    }

    @Test
    void addsUnknownFields() {
        subscribe();
        simulator.inject(Fault.UNKNOWN_FIELD);
        run(5);
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(log("BTC/USD"));
        JsonNode trade = client.elements("trade", "BTC/USD").get(0);
        assertThat(trade.fieldNames())
                .toIterable()
                .contains("venue", "liquidation", "price", "qty", "side", "ord_type", "timestamp");
        assertThat(client.elements("ticker", "BTC/USD").get(0).has("mid")).isTrue();
    }

    @Test
    void emptiesAndRepeatsSnapshots() {
        simulator.inject(Fault.SNAPSHOT_EMPTY);
        client.subscribe("trade", true, "BTC/USD");
        assertThat(client.channel("trade").get(0).path("data")).isEmpty();
        simulator.clear();
        simulator.inject(Fault.SNAPSHOT_REPEAT);
        assertThat(client.tradeIds("BTC/USD")).hasSize(50);
    }

    @Test
    void postOnlyStopsTradingUntilMaintenanceEnds() {
        subscribe();
        simulator.inject(Fault.POST_ONLY, Fault.MAINTENANCE);
        simulator.clear(Fault.MAINTENANCE);
        run(10);
        assertThat(simulator.tradeCount()).isZero();
        simulator.clear(Fault.POST_ONLY);
        run(10);
        assertThat(simulator.tradeCount()).isBetween(550L, 650L);
        assertThat(client.channel("status"))
                .extracting(frame -> frame.at("/data/0/system").asText())
                .containsExactly("online", "post_only", "online", "maintenance", "post_only", "online");
    }

    @Test
    void omitsTickerFieldsAndAddsWarnings() {
        simulator.inject(Fault.ACK_WARNINGS, Fault.TICKER_OLD_FIELDS, Fault.TICKER_NO_LAST);
        subscribe();
        assertThat(client.parsed().get(1).at("/result/warnings")).hasSize(2);
        run(10);
        assertThat(client.elements("ticker", "BTC/USD")).isNotEmpty().allSatisfy(ticker -> {
            assertThat(ticker.has("timestamp") || ticker.has("trades")).isFalse();
            assertThat(ticker.path("last").asInt()).isZero();
        });
        assertThat(client.elements("ticker", "BTC/USD"))
                .anySatisfy(ticker -> assertThat(ticker.path("last").isNull()).isTrue());
    }

    @Test
    void omitsStatus() {
        simulator.inject(Fault.STATUS_MISSING);
        assertThat(Client.of(simulator).frames).isEmpty();
    }

    @Test
    void burstEmitsHundredThousandTradesInOneSecond() {
        subscribe();
        simulator.inject(Fault.BURST_100K);
        run(1);
        assertThat(simulator.tradeCount()).isBetween(99_990L, 100_100L);
        assertThat(client.tradeIds("BTC/USD")).isEqualTo(log("BTC/USD"));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void tradingContinuesAfterEveryFault(Fault fault) {
        simulator.inject(fault);
        run(3);
        simulator.clear(fault);
        run(35);
        Client after = Client.of(simulator);
        int from = log("ETH/USD").size();
        after.subscribe("trade", false, "ETH/USD");
        run(10);
        assertThat(after.tradeIds("ETH/USD"))
                .isNotEmpty()
                .isEqualTo(log("ETH/USD").subList(from, log("ETH/USD").size()));
        assertThat(rest("pair=ETHUSD").path("error")).isEmpty();
        assertThat(simulator.activeFaults()).isEmpty();
    }

    @Test
    void recurringFaultsAreReproducibleFromSeed() {
        assertThat(episodes()).isEqualTo(episodes()).hasSize(10);
    }

    private static List<Integer> episodes() {
        KrakenSimulator simulator = builder().tradesPerSecond(0).build();
        simulator.recur(Fault.REST_429, Fault.CLOSE_1006);
        List<Integer> begins = new java.util.ArrayList<>();
        boolean before = false;
        for (int second = 0; second < 600; second++) {
            simulator.advance(Duration.ofSeconds(1));
            boolean now = simulator.activeFaults().contains(Fault.REST_429);
            if (now && !before) {
                begins.add(second);
            }
            before = now;
        }
        return begins;
    }

    @Test
    void labelsAreUniqueAndListedForUnknownLabel() {
        assertThat(Arrays.stream(Fault.values()).map(Fault::label)).doesNotHaveDuplicates();
        assertThat(Fault.labelled("cut-mid-frame")).isEqualTo(Fault.CUT_MID_FRAME);
        assertThatThrownBy(() -> Fault.labelled("nonsense"))
                .hasMessageContaining("nonsense")
                .hasMessageContaining("close-1006");
    }
}
