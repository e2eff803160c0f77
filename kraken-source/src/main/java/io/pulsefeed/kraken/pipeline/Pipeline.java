package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.sequence.PendingCapacity;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * The task's own half: takes from the inbox, puts each pair's trades in order, and makes records. All state lives on the thread
 * that calls {@link #poll}; nothing here waits for the venue.
 */
public final class Pipeline {

    /** Gaps are looked after this often while nothing else happens. */
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private final PipelineSettings settings;
    private final EventQueue inbox;
    private final SourceMetrics stats;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final PendingCapacity room;
    private final Map<Pair, TradePipeline> trades = new LinkedHashMap<>();
    private final Map<Pair, TickerPipeline> tickers = new LinkedHashMap<>();
    private final Map<Pair, Backfill> backfills = new LinkedHashMap<>();
    private boolean online;
    private long lookedAfterAt;

    /** @param reconnect gives up the connection and makes a new one */
    public Pipeline(
            PipelineSettings settings,
            EventQueue inbox,
            TradeHistory rest,
            SourceMetrics stats,
            Clock clock,
            LongSupplier nanoTime,
            Consumer<ReconnectCause> reconnect) {
        this.settings = settings;
        this.inbox = inbox;
        this.stats = stats;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.room = new PendingCapacity(settings.maxPending());
        this.lookedAfterAt = nanoTime.getAsLong() - STEP;
        for (Pair pair : settings.pairs()) {
            if (settings.channels().contains(Channel.TRADE)) {
                trades.put(
                        pair, new TradePipeline(pair, settings, room, rest, inbox, stats, clock, nanoTime, reconnect));
            }
            if (settings.channels().contains(Channel.TRADE) && settings.backfill() != null) {
                backfills.put(pair, new Backfill(pair, settings, rest, inbox, stats, nanoTime));
            }
            if (settings.channels().contains(Channel.TICKER)) {
                tickers.put(pair, new TickerPipeline(pair, settings, stats, clock));
            }
        }
    }

    /** Goes on where the stored offsets end. */
    public void resume(OffsetStorageReader reader) {
        StoredOffsets places = new StoredOffsets(reader, settings.pairs(), settings.backfill());
        trades.forEach((pair, feed) -> feed.resume(places.of("trade", pair)));
        tickers.forEach((pair, feed) -> feed.resume(places.of("ticker", pair)));
        backfills.forEach((pair, job) -> job.resume(places.ofBackfill(pair, settings.backfill())));
    }

    /**
     * Up to {@code max} records, waiting at most {@code maxWaitNanos} for the first.
     *
     * @throws io.pulsefeed.kraken.sequence.SequenceFailure when a pair cannot go on without a decision of the user
     */
    public List<SourceRecord> poll(int max, long maxWaitNanos) throws InterruptedException {
        List<SourceRecord> out = new ArrayList<>();
        long deadline = nanoTime.getAsLong() + maxWaitNanos;
        while (true) {
            long now = nanoTime.getAsLong();
            lookAfterGaps(now);
            fill(out, max);
            for (Backfill job : backfills.values()) {
                job.drainTo(out, max);
            }
            if (!out.isEmpty() || deadline - now <= 0) {
                return out;
            }
            inbox.await(Math.min(STEP, deadline - now));
        }
    }

    private void lookAfterGaps(long now) {
        if (now - lookedAfterAt < STEP) {
            return;
        }
        lookedAfterAt = now;
        for (TradePipeline feed : trades.values()) {
            feed.recover(online, now);
            Backfill job = backfills.get(feed.pair());
            if (job != null && !feed.isCatchingUp()) {
                job.proceed(now, feed.firstId());
            }
        }
    }

    private void fill(List<SourceRecord> out, int max) {
        drainReady(out, max);
        while (out.size() < max) {
            EventQueue.Item item = inbox.next();
            if (item == null) {
                break;
            }
            handle(item, out);
            drainReady(out, max);
        }
        if (!out.isEmpty()) {
            stats.lag(clock.millis() - out.get(out.size() - 1).timestamp());
        }
    }

    private void drainReady(List<SourceRecord> out, int max) {
        for (TradePipeline feed : trades.values()) {
            if (feed.isReady()) {
                feed.drainTo(out, max);
            }
        }
    }

    private void handle(EventQueue.Item item, List<SourceRecord> out) {
        if (item instanceof EventQueue.Trades frame) {
            accept(frame.trades());
        } else if (item instanceof EventQueue.OneTicker one) {
            TickerPipeline feed = tickers.get(one.ticker().pair());
            if (feed != null) {
                feed.accept(one.ticker(), online, out);
            }
        } else if (item instanceof EventQueue.Engine engine) {
            online = engine.online();
            long now = nanoTime.getAsLong();
            trades.values().forEach(feed -> feed.connected(online, now));
        } else if (item instanceof EventQueue.Step step) {
            step.action().run();
        }
    }

    private void accept(List<Trade> frame) {
        if (frame.get(0).origin() == Origin.SNAPSHOT) {
            Map<Pair, List<Trade>> byPair = new LinkedHashMap<>();
            frame.forEach(trade ->
                    byPair.computeIfAbsent(trade.pair(), p -> new ArrayList<>()).add(trade));
            byPair.forEach((pair, ofPair) -> {
                TradePipeline feed = trades.get(pair);
                if (feed != null) {
                    feed.acceptSnapshot(ofPair);
                }
            });
            return;
        }
        TradePipeline feed = null;
        for (Trade trade : frame) {
            if (feed == null || feed.pair() != trade.pair()) {
                feed = trades.get(trade.pair());
            }
            if (feed != null) {
                feed.accept(trade);
            }
        }
    }

    public void register(TaskMetrics metrics) {
        metrics.gauge("queue-depth", "Records waiting between socket and poll", inbox::records);
        metrics.gauge("queue-bytes", "Weight of the waiting records", inbox::bytes);
        metrics.gauge(
                "tickers-conflated-total",
                "Tickers replaced by newer ones while the queue was full",
                inbox::conflations);
        trades.forEach((pair, feed) -> metrics.gauge(
                "pair-complete",
                "1 while no trade of the pair is missing",
                Map.of("pair", pair.name()),
                () -> feed.isCatchingUp() ? 0 : 1));
        backfills.forEach((pair, job) -> metrics.gauge(
                "backfill-progress",
                "Part of the past that is fetched, 0 to 1",
                Map.of("pair", pair.name()),
                job::progress));
        metrics.gauge("trades-waiting", "Trades waiting behind gaps", room::used);
    }
}
