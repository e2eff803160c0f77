package io.pulsefeed.system;

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

/** A simulated exchange whose trades happen when the test says so, and its truth under the names that records use. */
final class Venue implements AutoCloseable {

    private static final int BEAT_MS = 50;

    private final KrakenSimulator simulator;
    private final Instant start;
    private ScheduledExecutorService pace;

    private Venue(KrakenSimulator simulator, Instant start) {
        this.simulator = simulator;
        this.start = start;
    }

    static Venue open(long seed, List<String> pairs) throws IOException {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Venue(
                KrakenSimulator.builder()
                        .seed(seed)
                        .pairs(pairs)
                        .tradesPerSecond(0)
                        .startTime(start)
                        .build()
                        .start(),
                start);
    }

    /** What a shipped connector file needs to talk to this exchange, from its first trade on, with quick pages of REST. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(addresses(simulator));
        settings.put("trade.start", start.toString());
        settings.put("kraken.rest.interval.ms", "20");
        settings.put("kraken.rest.pair.interval.ms", "20");
        return settings;
    }

    static Map<String, String> addresses(KrakenSimulator simulator) {
        return Map.of("kraken.ws.url", simulator.webSocketUrl(), "kraken.rest.url", simulator.restUrl());
    }

    /** Lets trades happen, evenly, until {@code count} more have. */
    void trade(int count, int perSecond) {
        int each = perSecond * BEAT_MS / 1_000;
        long goal = simulator.tradeCount() + count;
        pace = Executors.newSingleThreadScheduledExecutor();
        pace.scheduleAtFixedRate(
                () -> {
                    long left = goal - simulator.tradeCount();
                    if (left > 0) {
                        simulator.emitTrades((int) Math.min(each, left));
                    } else {
                        pace.shutdown();
                    }
                },
                0,
                BEAT_MS,
                TimeUnit.MILLISECONDS);
    }

    boolean isQuiet() {
        return pace == null || pace.isShutdown();
    }

    long tradeCount() {
        return simulator.tradeCount();
    }

    /** Trades by the name of their pair in records. */
    Map<String, List<Trade>> truth() {
        Map<String, List<Trade>> truth = new TreeMap<>();
        for (String symbol : simulator.pairs()) {
            truth.put(nameOf(symbol), simulator.log(symbol));
        }
        return truth;
    }

    static String nameOf(String symbol) {
        return symbol.replace("BTC", "XBT").replace("DOGE", "XDG");
    }

    @Override
    public void close() {
        if (pace != null) {
            pace.shutdownNow();
        }
        simulator.close();
    }
}
