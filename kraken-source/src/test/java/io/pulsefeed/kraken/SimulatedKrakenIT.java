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

/** The task with real sockets against the simulator. */
class SimulatedKrakenIT {

    private static final List<String> PAIRS = List.of("BTC/USD", "ETH/USD");

    private final InMemoryTaskContext context = new InMemoryTaskContext();
    private final List<SourceRecord> received = new ArrayList<>();
    private Instant startTime;
    private KrakenSimulator simulator;
    private KrakenSourceTask task;

    @BeforeEach
    void startSimulator() throws IOException {
        simulator = KrakenSimulator.builder()
                .pairs(PAIRS)
                .tradesPerSecond(0)
                .connectionBudget(0)
                .build()
                .start();
        startTime = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        simulator.emitTrades(200);
    }

    @AfterEach
    void stop() {
        if (task != null) {
            task.stop();
        }
        simulator.close();
    }

    private void startTask(Map<String, String> overrides) {
        Map<String, String> config = new HashMap<>();
        config.put("pairs", "XBT/USD,ETH/USD,NOPE/USD");
        config.put("kraken.ws.url", simulator.webSocketUrl());
        config.put("kraken.rest.url", simulator.restUrl());
        config.put("kraken.rest.interval.ms", "0");
        config.put("kraken.rest.pair.interval.ms", "0");
        config.put("gap.grace.ms", "20");
        config.putAll(overrides);
        task = new KrakenSourceTask();
        task.initialize(context);
        task.start(config);
    }

    /** Polls once. Returns whether there were records. */
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

    private List<Long> expected(String symbol) {
        return simulator.log(symbol).stream().map(Trade::id).toList();
    }

    private void awaitAll() {
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            pollUntilQuiet();
            return ids("XBT/USD").size() >= expected("BTC/USD").size()
                    && ids("ETH/USD").size() >= expected("ETH/USD").size();
        });
        assertThat(ids("XBT/USD")).isEqualTo(expected("BTC/USD"));
        assertThat(ids("ETH/USD")).isEqualTo(expected("ETH/USD"));
    }

    @Test
    void deliversEveryTradeDespiteLossAndDisconnects() {
        startTask(Map.of("trade.start", startTime.toString()));
        awaitAll();
        simulator.inject(Fault.LOST_TRADES, Fault.REPEATED_TRADES, Fault.REORDERED_TRADES);
        for (int i = 0; i < 20; i++) {
            simulator.emitTrades(100);
            simulator.inject(i % 5 == 4 ? Fault.CLOSE_1006 : Fault.MALFORMED_FRAME);
        }
        simulator.clear();
        simulator.emitTrades(10);
        awaitAll();
        for (Fault fault : List.of(Fault.CUT_MID_FRAME, Fault.HUGE_FRAME, Fault.BAD_ELEMENTS)) {
            simulator.inject(fault);
            simulator.emitTrades(10);
            awaitAll();
        }
    }

    @Test
    void resumesAfterStoredTrade() {
        startTask(Map.of("trade.start", startTime.toString()));
        awaitAll();
        task.stop();
        simulator.emitTrades(500);
        startTask(Map.of());
        awaitAll();
    }

    @Test
    void writesDocumentedPayloads() throws InterruptedException {
        startTask(Map.of("trade.start", startTime.toString()));
        awaitAll();
        await().until(() -> {
            poll();
            return received.stream().anyMatch(record -> record.topic().equals("rawticker"));
        });
        Trade expected = simulator.log("BTC/USD").get(0);
        SourceRecord trade = received.stream()
                .filter(record ->
                        record.topic().equals("rawtrade") && record.key().equals("XBT/USD"))
                .findFirst()
                .orElseThrow();
        String json = new String((byte[]) trade.value(), StandardCharsets.UTF_8);
        assertThat(json)
                .matches(
                        "\\{\"pair\":\"XBT/USD\",\"price\":[0-9.]+,\"volume\":[0-9.]+,\"timestamp\":[0-9.]+,\"side\":\"[bs]\"}");
        assertThat(trade.timestamp()).isEqualTo(expected.timestampNs() / 1_000_000);
        SourceRecord ticker = received.stream()
                .filter(record -> record.topic().equals("rawticker"))
                .findFirst()
                .orElseThrow();
        assertThat(new String((byte[]) ticker.value(), StandardCharsets.UTF_8)).endsWith(",\"pct_change\":null}");
    }

    @Test
    void fetchesABurstThatExceedsTheQueueFromRest() {
        startTask(Map.of("trade.start", startTime.toString(), "queue.max.records", "2000", "channels", "trade"));
        awaitAll();
        simulator.burst(100_000);
        await().atMost(Duration.ofSeconds(20)).until(() -> simulator.tradeCount() >= 100_200);
        awaitAll();
        assertThat(received).hasSize(100_200);
        assertThat(received)
                .extracting(
                        record -> record.headers().lastWithName("kraken.origin").value())
                .contains("ws", "rest");
    }

    @Test
    void stopsPromptlyOnAStalledConnection() {
        startTask(Map.of("trade.start", startTime.toString(), "name", "stalled"));
        awaitAll();
        simulator.inject(Fault.TCP_STALL);
        task.stop();
        await().atMost(Duration.ofSeconds(2)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("stalled")));
        simulator.clear();
    }
}
