package io.pulsefeed.system;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A simulated exchange that trades only on request, and the trades it emitted, under the pair names that records use. */
final class SimulatedExchange implements AutoCloseable {

    private static final int INTERVAL_MS = 50;

    private final KrakenSimulator simulator;
    private final Instant start;
    private ScheduledExecutorService emitter;

    private SimulatedExchange(KrakenSimulator simulator, Instant start) {
        this.simulator = simulator;
        this.start = start;
    }

    static SimulatedExchange open(long seed, List<String> pairs) throws IOException {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new SimulatedExchange(
                KrakenSimulator.builder()
                        .seed(seed)
                        .pairs(pairs)
                        .tradesPerSecond(0)
                        .startTime(start)
                        .build()
                        .start(),
                start);
    }

    /** Keys that make a shipped connector read this exchange from its first trade, with short intervals between REST requests. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(urls(simulator));
        settings.put("trade.start", start.toString());
        settings.put("kraken.rest.interval.ms", "20");
        settings.put("kraken.rest.pair.interval.ms", "20");
        return settings;
    }

    static Map<String, String> urls(KrakenSimulator simulator) {
        return Map.of("kraken.ws.url", simulator.webSocketUrl(), "kraken.rest.url", simulator.restUrl());
    }

    /** Emits {@code count} trades in the background, evenly spaced. */
    void trade(int count, int perSecond) {
        int batch = perSecond * INTERVAL_MS / 1_000;
        long target = simulator.tradeCount() + count;
        emitter = Executors.newSingleThreadScheduledExecutor();
        emitter.scheduleAtFixedRate(
                () -> {
                    long remaining = target - simulator.tradeCount();
                    if (remaining > 0) {
                        simulator.emitTrades((int) Math.min(batch, remaining));
                    } else {
                        emitter.shutdown();
                    }
                },
                0,
                INTERVAL_MS,
                TimeUnit.MILLISECONDS);
    }

    /** Skips trade numbers of every pair: neither the socket nor REST ever returns them. */
    void withholdTrades() {
        simulator.inject(Fault.VOID_IDS);
    }

    /** Emits {@code count} trades now. */
    void tradeNow(int count) {
        simulator.emitTrades(count);
    }

    boolean isIdle() {
        return emitter == null || emitter.isShutdown();
    }

    long tradeCount() {
        return simulator.tradeCount();
    }

    /** The emitted trades by pair name, as in records. */
    Map<String, List<Trade>> emittedTrades() {
        Map<String, List<Trade>> trades = new TreeMap<>();
        for (String symbol : simulator.pairs()) {
            trades.put(recordName(symbol), simulator.log(symbol));
        }
        return trades;
    }

    static String recordName(String symbol) {
        return symbol.replace("BTC", "XBT").replace("DOGE", "XDG");
    }

    @Override
    public void close() {
        if (emitter != null) {
            emitter.shutdownNow();
        }
        simulator.close();
    }
}
