package io.pulsefeed.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.RequestRateLimiter;
import io.pulsefeed.kraken.client.SimulatedTransport;
import io.pulsefeed.kraken.client.TradesFetcher;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.pipeline.BackfillPipeline;
import io.pulsefeed.kraken.pipeline.EventQueue;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backfill without live data, in virtual time. */
class BackfillPipelineTest {

    private static final Instant NOW = VirtualTimeRun.START;
    private static final Duration STEP = Duration.ofMillis(50);

    private final KrakenSimulator simulator = KrakenSimulator.builder()
            .seed(8)
            .virtualTime(NOW)
            .tradesPerSecond(2)
            .pairs(List.of("BTC/USD", "ETH/USD"))
            .build();
    private final MonotonicClock monotonic = () -> epochNs(simulator.clock().instant());
    private final InMemoryTaskContext context = new InMemoryTaskContext();
    private final RequestRateLimiter limiter = new RequestRateLimiter();
    private final Map<String, List<Long>> ids = new HashMap<>();
    private final List<SourceRecord> records = new ArrayList<>();
    private SourceMetrics metrics;

    @AfterEach
    void close() {
        simulator.close();
    }

    private static long epochNs(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /** Runs a task from the stored offsets for a while. */
    private void run(String pairs, Instant from, Instant to, Duration time) throws InterruptedException {
        KrakenSourceConnectorConfig config = ConfigValidation.parse(Map.of(
                "pairs",
                pairs,
                "channels",
                "trade",
                "live.enabled",
                "false",
                "backfill.from",
                from.toString(),
                "backfill.to",
                to.toString()));
        metrics = new SourceMetrics();
        EventQueue queue = new EventQueue(config.queue());
        TradesFetcher fetcher = SimulatedTransport.fetcher(simulator, limiter, metrics, monotonic);
        BackfillPipeline pipeline = new BackfillPipeline(config, queue, fetcher, metrics, simulator.clock(), monotonic);
        pipeline.resume(context.offsetStorageReader());
        for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(STEP)) {
            simulator.advance(STEP);
            SimulatedTransport.runOnce(fetcher);
            List<SourceRecord> batch = pipeline.poll(2_000, 0);
            context.commit(batch);
            records.addAll(batch);
            batch.forEach(record -> ids.computeIfAbsent((String) record.key(), key -> new ArrayList<>())
                    .add((Long) record.headers().lastWithName("kraken.trade_id").value()));
        }
    }

    private List<Long> expected(String symbol, Instant from, Instant to) {
        return simulator.logWithHistory(symbol).stream()
                .filter(trade -> trade.timestampNs() >= epochNs(from) && trade.timestampNs() < epochNs(to))
                .map(Trade::id)
                .toList();
    }

    @Test
    void marksTheLastTradeOfThePeriod() throws InterruptedException {
        Instant from = NOW.minus(Duration.ofHours(1));
        Instant to = NOW.minus(Duration.ofMinutes(10));

        run("XBT/USD,ETH/USD", from, to, Duration.ofSeconds(20));

        for (String pair : List.of("XBT/USD", "ETH/USD")) {
            List<Long> expected = expected(pair.replace("XBT", "BTC"), from, to);
            assertThat(expected).hasSizeGreaterThan(1_000);
            assertThat(ids.get(pair)).isEqualTo(expected);
            List<Map<String, ?>> offsets = new ArrayList<>();
            records.stream()
                    .filter(record -> record.key().equals(pair))
                    .forEach(record -> offsets.add(record.sourceOffset()));
            int last = offsets.size() - 1;
            assertThat(offsets.subList(0, last)).noneMatch(offset -> offset.containsKey("complete"));
            assertThat(offsets.get(last).get("complete")).isEqualTo(true);
            assertThat(offsets.get(last).get("trades")).isEqualTo((long) expected.size());
            assertThat(offsets.get(last).get("first_id")).isEqualTo(expected.get(0));
            assertThat(offsets.get(last).get("trade_id")).isEqualTo(expected.get(last));
        }
    }

    @Test
    void resumesAndCountsAcrossRestartsAndDoesNothingAfterTheEndMark() throws InterruptedException {
        Instant from = NOW.minus(Duration.ofHours(1));
        Instant to = NOW.minus(Duration.ofMinutes(10));
        run("XBT/USD", from, to, Duration.ofMillis(1_200));
        assertThat(records).isNotEmpty();
        run("XBT/USD", from, to, Duration.ofSeconds(20));
        List<Long> expected = expected("BTC/USD", from, to);
        assertThat(ids.get("XBT/USD")).isEqualTo(expected);
        assertThat(records.get(records.size() - 1).sourceOffset().get("trades")).isEqualTo((long) expected.size());

        int before = records.size();
        run("XBT/USD", from, to, Duration.ofSeconds(5));

        assertThat(records).hasSize(before);
        assertThat(metrics.restRequests.sum()).isZero();
    }

    /** A page that is exactly the rest of the period does not show that nothing follows. */
    @Test
    void marksTheEndAtAPageBoundary() throws InterruptedException {
        Instant from = NOW.minus(Duration.ofHours(1));
        List<Trade> history = simulator.logWithHistory("BTC/USD").stream()
                .filter(trade -> trade.timestampNs() >= epochNs(from))
                .toList();
        // Between two trades, because REST rounds times.
        long endNs = (history.get(999).timestampNs() + history.get(1_000).timestampNs()) / 2;
        Instant to = Instant.ofEpochSecond(endNs / 1_000_000_000L, endNs % 1_000_000_000L);

        run("XBT/USD", from, to, Duration.ofSeconds(20));

        assertThat(ids.get("XBT/USD")).isEqualTo(expected("BTC/USD", from, to));
        assertThat(records.get(records.size() - 1).sourceOffset().get("complete"))
                .isEqualTo(true);
    }

    /** REST can lag behind the exchange, so the newest page is not the end of a period that has just ended. */
    @Test
    void waitsForLateTradesOfARecentPeriod() throws InterruptedException {
        Instant from = NOW.minus(Duration.ofMinutes(5));
        Instant to = NOW.plusSeconds(30);

        run("XBT/USD", from, to, Duration.ofSeconds(15));
        assertThat(records).isNotEmpty().noneMatch(record -> record.sourceOffset()
                .containsKey("complete"));
        run("XBT/USD", from, to, Duration.ofSeconds(120));

        assertThat(ids.get("XBT/USD")).isEqualTo(expected("BTC/USD", from, to));
        assertThat(records.get(records.size() - 1).sourceOffset().get("complete"))
                .isEqualTo(true);
    }

    @Test
    void reportsAnUnknownPairAfterTheOthersAreComplete() {
        Instant from = NOW.minus(Duration.ofMinutes(30));
        Instant to = NOW.minus(Duration.ofMinutes(10));

        assertThatThrownBy(() -> run("XBT/USD,FOO/BAR", from, to, Duration.ofSeconds(60)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("FOO/BAR");
        assertThat(ids.get("XBT/USD")).isEqualTo(expected("BTC/USD", from, to));
    }

    @Test
    void needsAPeriod() {
        assertThatThrownBy(() -> ConfigValidation.parse(Map.of("pairs", "XBT/USD", "live.enabled", "false")))
                .hasMessageContaining("live.enabled")
                .hasMessageContaining("backfill.from");
    }
}
