package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real task over real sockets against the simulated venue. */
class SimulatedKrakenIT {

    private static final List<String> PAIRS = List.of("BTC/USD", "ETH/USD");

    private final InMemoryTaskContext context = new InMemoryTaskContext();
    private final List<SourceRecord> received = new ArrayList<>();
    private Instant begun;
    private KrakenSimulator venue;
    private KrakenSourceTask task;

    @BeforeEach
    void startVenue() throws IOException {
        venue = KrakenSimulator.builder()
                .pairs(PAIRS)
                .tradesPerSecond(0)
                .connectionBudget(0)
                .build()
                .start();
        begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        venue.emitTrades(200);
    }

    @AfterEach
    void stop() {
        if (task != null) {
            task.stop();
        }
        venue.close();
    }

    private void startTask(Map<String, String> more) {
        Map<String, String> config = new HashMap<>();
        config.put("pairs", "XBT/USD,ETH/USD,NOPE/USD");
        config.put("kraken.ws.url", venue.webSocketUrl());
        config.put("kraken.rest.url", venue.restUrl());
        config.put("kraken.rest.interval.ms", "0");
        config.put("kraken.rest.pair.interval.ms", "0");
        config.put("gap.grace.ms", "20");
        config.putAll(more);
        task = new KrakenSourceTask();
        task.initialize(context);
        task.start(config);
    }

    /** True when something came. */
    private boolean poll() throws InterruptedException {
        List<SourceRecord> records = task.poll();
        if (records != null) {
            received.addAll(records);
            context.commit(records);
        }
        return records != null;
    }

    private void pollUntilQuiet() throws InterruptedException {
        while (poll()) {
            continue;
        }
    }

    private List<Long> ids(String pair) {
        List<Long> ids = new ArrayList<>();
        for (SourceRecord record : received) {
            if (record.topic().equals("rawtrade") && record.key().equals(pair)) {
                ids.add((Long) record.headers().lastWithName("kraken.trade_id").value());
            }
        }
        return ids;
    }

    private List<Long> truth(String symbol) {
        return venue.log(symbol).stream().map(Trade::id).toList();
    }

    private void awaitAll() {
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            pollUntilQuiet();
            return ids("XBT/USD").size() >= truth("BTC/USD").size()
                    && ids("ETH/USD").size() >= truth("ETH/USD").size();
        });
        assertThat(ids("XBT/USD")).isEqualTo(truth("BTC/USD"));
        assertThat(ids("ETH/USD")).isEqualTo(truth("ETH/USD"));
    }

    @Test
    void bringsEveryTradeThroughLossAndDisconnects() {
        startTask(Map.of("trade.start", begun.toString()));
        awaitAll();
        venue.inject(Fault.LOST_TRADES, Fault.REPEATED_TRADES, Fault.REORDERED_TRADES);
        for (int i = 0; i < 20; i++) {
            venue.emitTrades(100);
            venue.inject(i % 5 == 4 ? Fault.CLOSE_1006 : Fault.MALFORMED_FRAME);
        }
        venue.clear();
        venue.emitTrades(10);
        awaitAll();
        for (Fault fault : List.of(Fault.CUT_MID_FRAME, Fault.HUGE_FRAME, Fault.BAD_ELEMENTS)) {
            venue.inject(fault);
            venue.emitTrades(10);
            awaitAll();
        }
    }

    @Test
    void resumesAfterTheLastStoredTrade() {
        startTask(Map.of("trade.start", begun.toString()));
        awaitAll();
        task.stop();
        venue.emitTrades(500);
        startTask(Map.of());
        awaitAll();
    }

    @Test
    void writesTheDocumentedPayloads() throws InterruptedException {
        startTask(Map.of("trade.start", begun.toString()));
        awaitAll();
        await().until(() -> {
            poll();
            return received.stream().anyMatch(record -> record.topic().equals("rawticker"));
        });
        Trade truth = venue.log("BTC/USD").get(0);
        SourceRecord trade = received.stream()
                .filter(record ->
                        record.topic().equals("rawtrade") && record.key().equals("XBT/USD"))
                .findFirst()
                .orElseThrow();
        String json = new String((byte[]) trade.value(), StandardCharsets.UTF_8);
        assertThat(json)
                .matches(
                        "\\{\"pair\":\"XBT/USD\",\"price\":[0-9.]+,\"volume\":[0-9.]+,\"timestamp\":[0-9.]+,\"side\":\"[bs]\"}");
        assertThat(trade.timestamp()).isEqualTo(truth.timestampNs() / 1_000_000);
        SourceRecord ticker = received.stream()
                .filter(record -> record.topic().equals("rawticker"))
                .findFirst()
                .orElseThrow();
        assertThat(new String((byte[]) ticker.value(), StandardCharsets.UTF_8)).endsWith(",\"pct_change\":null}");
    }

    @Test
    void turnsABurstThatItCannotHoldIntoABackfill() {
        startTask(Map.of("trade.start", begun.toString(), "queue.max.records", "2000", "channels", "trade"));
        awaitAll();
        venue.burst(100_000);
        await().atMost(Duration.ofSeconds(20)).until(() -> venue.tradeCount() >= 100_200);
        awaitAll();
        assertThat(received).hasSize(100_200);
        assertThat(received)
                .extracting(
                        record -> record.headers().lastWithName("kraken.origin").value())
                .contains("ws", "rest");
    }

    @Test
    void stopsAtOnceOnAConnectionThatHasStalled() {
        startTask(Map.of("trade.start", begun.toString(), "name", "stalled"));
        awaitAll();
        venue.inject(Fault.TCP_STALL);
        task.stop();
        await().atMost(Duration.ofSeconds(2)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("stalled")));
        venue.clear();
    }
}
