package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.kraken.Fault;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The task with real sockets through dropped connections, kills and REST faults, with a pair that trades rarely, one that Kraken never
 * acknowledges, an unusable trade and a step of the clock. Offsets are committed with their records, as with exactly-once support.
 *
 * <p>The long run: {@code -Dpulsefeed.chaos.drops=50 -Dpulsefeed.chaos.kills=10}.
 */
class ChaosIT {

    private static final int DROPS = Integer.getInteger("pulsefeed.chaos.drops", 8);
    private static final int KILLS = Integer.getInteger("pulsefeed.chaos.kills", 3);
    private static final List<String> HEALTHY = List.of("BTC/USD", "ETH/USD", "SOL/USD");
    private static final String POISONED = "ADA/USD";
    private static final String QUIET = "DOT/USD";
    private static final String UNACKNOWLEDGED = "LINK/USD";
    private static final List<Fault> DROP_FAULTS =
            List.of(Fault.CLOSE_1006, Fault.CUT_MID_FRAME, Fault.CLOSE_1001, Fault.HUGE_FRAME, Fault.CLOSE_1000);
    private static final List<Fault> REST_FAULTS = List.of(
            Fault.REST_5XX, Fault.REST_ODD_ROWS, Fault.REST_HTML, Fault.REST_LAG, Fault.REST_BUSY, Fault.REST_429);
    private static final Duration MAX_SILENCE = Duration.ofSeconds(15);

    private final Random random = new Random(4);
    private final InMemoryTaskContext context = new InMemoryTaskContext();
    private final Map<String, List<Long>> ids = new HashMap<>();
    private final Map<String, Long> lastNs = new HashMap<>();
    private final Map<String, Duration> silences = new HashMap<>();
    private final SteppingClock clock = new SteppingClock();
    private KrakenSimulator simulator;
    private KrakenSourceTask task;
    private String start;

    @BeforeEach
    void startSimulator() throws IOException {
        List<String> pairs = new ArrayList<>(HEALTHY);
        pairs.addAll(List.of(POISONED, QUIET, UNACKNOWLEDGED));
        simulator = KrakenSimulator.builder()
                .pairs(pairs)
                .tradesPerSecond(0)
                .connectionBudget(0)
                .build()
                .start();
        start = Instant.now().toString();
        simulator.inject(Fault.ACK_MISSING_PAIR);
        startTask();
    }

    @AfterEach
    void stop() {
        task.stop();
        simulator.close();
    }

    private void startTask() {
        task = new KrakenSourceTask(clock);
        task.initialize(context);
        task.start(Map.of(
                "pairs",
                String.join(",", simulator.pairs()),
                "channels",
                "trade",
                "trade.start",
                start,
                "kraken.ws.url",
                simulator.webSocketUrl(),
                "kraken.rest.url",
                simulator.restUrl(),
                "kraken.rest.interval.ms",
                "20",
                "kraken.rest.pair.interval.ms",
                "100",
                "quiet.after.ms",
                "2000"));
    }

    /** Loses the records of the last poll together with their offsets, as an aborted transaction does. */
    private void kill() throws InterruptedException {
        task.poll();
        task.stop();
        startTask();
    }

    private void poll() throws InterruptedException {
        List<SourceRecord> records = task.poll();
        if (records == null) {
            return;
        }
        long nowNs = System.nanoTime();
        for (SourceRecord record : records) {
            String symbol = record.key().toString().replace("XBT", "BTC");
            ids.computeIfAbsent(symbol, pair -> new ArrayList<>())
                    .add((Long) record.headers().lastWithName("kraken.trade_id").value());
            assertThat(record.timestamp())
                    .isLessThan(clock.millis() + Duration.ofMinutes(59).toMillis());
            Long previousNs = lastNs.put(symbol, nowNs);
            if (previousNs != null) {
                Duration silence = Duration.ofNanos(nowNs - previousNs);
                silences.merge(symbol, silence, (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        }
        context.commit(records);
    }

    private void trade() {
        for (String symbol : HEALTHY) {
            simulator.emitTrades(symbol, 1 + random.nextInt(2));
        }
        simulator.emitTrades(random.nextBoolean() ? POISONED : UNACKNOWLEDGED, 1);
    }

    private void run(Duration time) throws InterruptedException {
        long endNs = System.nanoTime() + time.toNanos();
        long nextTradeNs = System.nanoTime();
        while (System.nanoTime() - endNs < 0) {
            if (System.nanoTime() - nextTradeNs >= 0) {
                nextTradeNs += TimeUnit.MILLISECONDS.toNanos(200);
                trade();
            }
            poll();
        }
    }

    private List<Long> expected(String symbol, long poison) {
        return simulator.log(symbol).stream()
                .map(Trade::id)
                .filter(id -> !symbol.equals(POISONED) || id != poison)
                .toList();
    }

    @Test
    void losesAndDoublesNothing() throws InterruptedException {
        try (ThrowableCounter throwables = ThrowableCounter.attach()) {
            simulator.inject(Fault.LOST_TRADES, Fault.REPEATED_TRADES);
            simulator.emitTrades(QUIET, 1);
            run(Duration.ofSeconds(2));
            long poison = simulator.nextId(POISONED) + 1;
            simulator.spoilTrade(POISONED, poison);
            for (int drop = 0; drop < DROPS; drop++) {
                Fault restFault = REST_FAULTS.get(drop % REST_FAULTS.size());
                simulator.inject(restFault);
                simulator.inject(DROP_FAULTS.get(drop % DROP_FAULTS.size()));
                run(Duration.ofMillis(500 + random.nextInt(1500)));
                simulator.clear(restFault);
                if (drop * KILLS / DROPS < (drop + 1) * KILLS / DROPS) {
                    kill();
                }
                if (drop == DROPS / 2) {
                    simulator.emitTrades(QUIET, 1);
                    clock.step(Duration.ofHours(-2));
                }
                run(Duration.ofMillis(500 + random.nextInt(1500)));
            }
            simulator.clear(Fault.LOST_TRADES, Fault.REPEATED_TRADES);
            await().atMost(Duration.ofSeconds(40)).until(() -> {
                poll();
                return simulator.pairs().stream()
                        .allMatch(symbol -> ids.getOrDefault(symbol, List.of()).size()
                                >= expected(symbol, poison).size());
            });
            for (String symbol : simulator.pairs()) {
                assertThat(ids.get(symbol)).as(symbol).isEqualTo(expected(symbol, poison));
            }
            for (String symbol : HEALTHY) {
                assertThat(silences.get(symbol))
                        .as("longest silence of %s", symbol)
                        .isLessThan(MAX_SILENCE);
            }
            assertThat(throwables.count()).as("stack traces in the log").isZero();
        }
    }

    /** The system clock with an offset. */
    private static final class SteppingClock extends Clock {

        private volatile Duration offset = Duration.ZERO;

        void step(Duration by) {
            offset = offset.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
