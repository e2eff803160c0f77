package io.pulsefeed.kraken;

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
import io.pulsefeed.kraken.pipeline.PipelineSettings;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Requests;
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
import java.util.function.LongSupplier;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;

/** Connector and venue in one thread and in virtual time: ten minutes take a second, and the same seed gives the same run. */
final class VirtualTimeRun {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration STEP = Duration.ofMillis(50);

    final KrakenSimulator venue;
    final Map<String, List<Long>> ids = new LinkedHashMap<>();
    final InMemoryTaskContext context = new InMemoryTaskContext();
    final List<String> values = new ArrayList<>();
    SourceMetrics stats;

    private final KrakenSourceConnectorConfig config;
    private final ConnectionSettings settings;
    private final LongSupplier nanoTime;
    private final long seed;
    private final ConnectionRateLimiter budget = new ConnectionRateLimiter();
    private final RequestRateLimiter pace = new RequestRateLimiter();
    private KrakenConnection connection;
    private TradesFetcher fetcher;
    private Pipeline feed;
    private final List<SourceRecord> sent = new ArrayList<>();
    private int starts;
    private long sends;

    /** Offsets are stored with every so many batches, as a worker without exactly-once support does it: some time later. */
    int commitEvery = 1;

    VirtualTimeRun(KrakenSimulator venue, long seed, Map<String, String> overrides) {
        this.venue = venue;
        this.seed = seed;
        Map<String, String> properties = new HashMap<>();
        properties.put("pairs", String.join(",", venue.pairs()));
        properties.put("trade.start", START.toString());
        properties.putAll(overrides);
        this.config = ConfigValidation.parse(properties);
        this.settings = ConnectionSettings.of(config.subscription(), config.endpoint());
        this.nanoTime = () -> {
            Instant now = venue.clock().instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        };
        start();
    }

    void start() {
        stats = new SourceMetrics();
        EventQueue inbox =
                new EventQueue(config.queue().maxRecords(), config.queue().maxBytes());
        fetcher = SimulatedTransport.fetcher(venue, pace, stats, nanoTime);
        connection = new KrakenConnection(
                settings,
                config.endpoint().usesV1() ? Requests.V1 : Requests.V2,
                () -> config.endpoint().usesV1()
                        ? new V1Parser(settings.pairs(), venue.clock())
                        : new V2Parser(settings.pairs(), venue.clock()),
                SimulatedTransport.sockets(venue, config.endpoint().usesV1() ? 1 : 2),
                budget,
                inbox,
                stats,
                nanoTime,
                new Random(seed + starts++),
                () -> {});
        feed = new Pipeline(
                PipelineSettings.of(config), inbox, fetcher, stats, venue.clock(), nanoTime, connection::reconnect);
        feed.resume(context.offsetStorageReader());
    }

    /** The worker dies and comes back; what was not stored yet comes again. */
    void restart() {
        connection.abort();
        sent.clear();
        start();
    }

    void run(Duration time) throws InterruptedException {
        for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(STEP)) {
            venue.advance(STEP);
            step();
        }
    }

    private void step() throws InterruptedException {
        connection.tick();
        SimulatedTransport.runOnce(fetcher);
        for (int polls = 0; polls < 4; polls++) {
            List<SourceRecord> records = feed.poll(config.queue().maxBatch(), 0);
            for (SourceRecord record : records) {
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

    /** Whether everything that happened at the venue has come out. */
    boolean isComplete() {
        return venue.pairs().stream()
                .allMatch(symbol -> received(symbol).size() >= truth(symbol).size());
    }

    void runUntilComplete(Duration limit) throws InterruptedException {
        for (Duration time = Duration.ZERO; time.compareTo(limit) < 0 && !isComplete(); time = time.plusSeconds(1)) {
            run(Duration.ofSeconds(1));
        }
    }

    List<Long> received(String symbol) {
        return ids.getOrDefault(Pair.parse(symbol).name(), List.of());
    }

    List<Long> truth(String symbol) {
        return venue.log(symbol).stream().map(Trade::id).toList();
    }
}
