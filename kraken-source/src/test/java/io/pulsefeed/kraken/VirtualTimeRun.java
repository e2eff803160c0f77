package io.pulsefeed.kraken;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.ConnectionRateLimiter;
import io.pulsefeed.kraken.client.ConnectionSettings;
import io.pulsefeed.kraken.client.KrakenConnection;
import io.pulsefeed.kraken.client.RequestRateLimiter;
import io.pulsefeed.kraken.client.SimulatedTransport;
import io.pulsefeed.kraken.client.TradesFetcher;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.pipeline.EventQueue;
import io.pulsefeed.kraken.pipeline.Pipeline;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.V1Parser;
import io.pulsefeed.kraken.wire.V2Parser;
import io.pulsefeed.simulators.kraken.KrakenSimulator;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/** Runs the connector against the simulator in one thread and in virtual time. Deterministic for a given seed. */
final class VirtualTimeRun {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration STEP = Duration.ofMillis(50);

    final KrakenSimulator simulator;
    final Map<String, List<Long>> ids = new LinkedHashMap<>();
    final InMemoryTaskContext context = new InMemoryTaskContext();
    final List<SourceRecord> books = new ArrayList<>();

    /** Number of tickers by pair. */
    final Map<String, Integer> tickers = new HashMap<>();

    final List<String> values = new ArrayList<>();
    SourceMetrics metrics;

    private final KrakenSourceConnectorConfig config;
    private final ConnectionSettings settings;
    private final MonotonicClock monotonic;
    private final long seed;
    private final ConnectionRateLimiter connectionLimiter = new ConnectionRateLimiter();
    private final RequestRateLimiter requestLimiter = new RequestRateLimiter();
    private KrakenConnection connection;
    private TradesFetcher fetcher;
    private Pipeline pipeline;
    private final List<SourceRecord> sent = new ArrayList<>();
    private int starts;
    private long sends;

    /** Number of polls between two offset commits, because a worker without exactly-once support commits late. */
    int commitEvery = 1;

    VirtualTimeRun(KrakenSimulator simulator, long seed, Map<String, String> overrides) {
        this.simulator = simulator;
        this.seed = seed;
        Map<String, String> properties = new HashMap<>();
        properties.put("pairs", String.join(",", simulator.pairs()));
        properties.put("trade.start", START.toString());
        properties.putAll(overrides);
        this.config = ConfigValidation.parse(properties);
        this.settings = ConnectionSettings.of(config.subscription(), config.endpoint());
        this.monotonic = () -> {
            Instant now = simulator.clock().instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        };
        start();
    }

    void start() {
        metrics = new SourceMetrics();
        EventQueue queue = new EventQueue(config.queue());
        fetcher = SimulatedTransport.fetcher(simulator, requestLimiter, metrics, monotonic);
        connection = new KrakenConnection(
                settings,
                KrakenSourceTask.requests(config),
                () -> config.endpoint().usesV1() ? new V1Parser(settings.pairs()) : new V2Parser(settings.pairs()),
                SimulatedTransport.sockets(simulator, config.endpoint().usesV1() ? 1 : 2),
                connectionLimiter,
                queue,
                metrics,
                monotonic,
                new Random(seed + starts++),
                () -> {});
        pipeline = new Pipeline(config, queue, fetcher, metrics, simulator.clock(), monotonic, connection);
        pipeline.resume(context.offsetStorageReader());
    }

    /** Simulates a crash of the worker: the trades since the last offset commit are delivered again. */
    void restart() {
        connection.abort();
        sent.clear();
        start();
    }

    void run(Duration time) throws InterruptedException {
        for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(STEP)) {
            simulator.advance(STEP);
            step();
        }
    }

    private void step() throws InterruptedException {
        connection.tick();
        SimulatedTransport.runOnce(fetcher);
        for (int polls = 0; polls < 4; polls++) {
            List<SourceRecord> records = pipeline.poll(config.queue().maxBatch(), 0);
            for (SourceRecord record : records) {
                if (record.topic().startsWith("rawbook")) {
                    books.add(record);
                }
                if (record.topic().equals("rawticker")) {
                    tickers.merge((String) record.key(), 1, Integer::sum);
                }
                if (record.topic().equals("rawtrade")) {
                    Header id = record.headers().lastWithName("kraken.trade_id");
                    ids.computeIfAbsent((String) record.key(), k -> new ArrayList<>())
                            .add(id == null ? -1L : (Long) id.value());
                    values.add(new String((byte[]) record.value(), StandardCharsets.UTF_8));
                }
            }
            sent.addAll(records);
            sends++;
            if (sends % commitEvery == 0) {
                context.commit(sent);
                sent.clear();
            }
            if (records.isEmpty()) {
                break;
            }
        }
    }

    /** Whether all trades of the simulator have been received. */
    boolean isComplete() {
        return simulator.pairs().stream()
                .allMatch(symbol -> received(symbol).size() >= expected(symbol).size());
    }

    void runUntilComplete(Duration limit) throws InterruptedException {
        for (Duration time = Duration.ZERO; time.compareTo(limit) < 0 && !isComplete(); time = time.plusSeconds(1)) {
            run(Duration.ofSeconds(1));
        }
    }

    List<Long> received(String symbol) {
        return ids.getOrDefault(Pair.parse(symbol).name(), List.of());
    }

    List<Long> expected(String symbol) {
        return simulator.log(symbol).stream().map(Trade::id).toList();
    }
}
