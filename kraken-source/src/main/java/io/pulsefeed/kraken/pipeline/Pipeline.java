package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.sequence.PendingCapacity;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of a task into records: takes them from the queue, dispatches them to the pipelines of the pairs, and collects
 * what is ready. All state belongs to the thread that calls {@link #poll}.
 */
public final class Pipeline implements RecordPipeline {

    /** How often gaps are checked while no event arrives. */
    private static final long RECOVERY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PipelineSettings settings;
    private final EventQueue queue;
    private final SourceMetrics metrics;
    private final Clock clock;
    private final MonotonicClock monotonic;
    private final SubscriptionControl control;
    private final PendingCapacity capacity;
    private final Map<Pair, TradePipeline> trades = new LinkedHashMap<>();
    private final Map<Pair, TickerPipeline> tickers = new LinkedHashMap<>();
    private final Map<Pair, BookPipeline> books = new LinkedHashMap<>();
    private final Map<Pair, Backfill> backfills = new LinkedHashMap<>();
    private final InstrumentPipeline instruments;
    private boolean online;
    private long lastRecoveryMonoNs;

    /**
     * @param control restores subscriptions that deliver nothing
     * @throws IllegalArgumentException if the configuration names an invalid pair
     */
    public Pipeline(
            KrakenSourceConnectorConfig config,
            EventQueue queue,
            TradeHistory history,
            SourceMetrics metrics,
            Clock clock,
            MonotonicClock monotonic,
            SubscriptionControl control) {
        this.settings = PipelineSettings.of(config);
        this.queue = queue;
        this.metrics = metrics;
        this.clock = clock;
        this.monotonic = monotonic;
        this.control = control;
        this.capacity = new PendingCapacity(settings.maxPending());
        this.lastRecoveryMonoNs = monotonic.nowNs() - RECOVERY_INTERVAL_NS;
        this.instruments = new InstrumentPipeline(settings, metrics, clock, monotonic);
        Backfill.@Nullable Range range = settings.backfill();
        for (Pair pair : settings.pairs()) {
            if (settings.channels().contains(Channel.TRADE)) {
                trades.put(
                        pair,
                        new TradePipeline(
                                pair, settings, capacity, history, queue, metrics, clock, monotonic, control));
                if (range != null) {
                    backfills.put(pair, new Backfill(pair, range, settings, history, queue, metrics, clock, monotonic));
                }
            }
            if (settings.channels().contains(Channel.BOOK)) {
                books.put(pair, new BookPipeline(pair, settings, control, metrics, clock, monotonic));
            }
            if (settings.channels().contains(Channel.TICKER)) {
                tickers.put(
                        pair, new TickerPipeline(pair, settings, history, queue, metrics, clock, monotonic, control));
            }
        }
    }

    @Override
    public void resume(OffsetStorageReader reader) {
        StoredOffsets offsets = new StoredOffsets(reader, settings.pairs(), settings.backfill());
        trades.forEach((pair, pipeline) -> pipeline.resume(offsets.get("trade", pair)));
        tickers.forEach((pair, pipeline) -> pipeline.resume(offsets.get("ticker", pair)));
        Backfill.@Nullable Range range = settings.backfill();
        if (range != null) {
            backfills.forEach((pair, backfill) -> backfill.resume(offsets.get(pair, range)));
        }
    }

    /**
     * Returns up to {@code max} records, waiting at most {@code timeoutNs} for the first.
     */
    @Override
    public List<SourceRecord> poll(int max, long timeoutNs) throws InterruptedException {
        List<SourceRecord> out = new ArrayList<>();
        Event.Handler handler = new EventHandler(out);
        long deadlineMonoNs = monotonic.nowNs() + timeoutNs;
        while (true) {
            long nowMonoNs = monotonic.nowNs();
            recoverIfDue(nowMonoNs);
            fill(out, max, handler);
            for (BookPipeline book : books.values()) {
                book.writeTop(nowMonoNs, out);
            }
            for (Backfill backfill : backfills.values()) {
                backfill.drainTo(out, max);
            }
            if (!out.isEmpty() || deadlineMonoNs - nowMonoNs <= 0) {
                return out;
            }
            queue.await(Math.min(RECOVERY_INTERVAL_NS, deadlineMonoNs - nowMonoNs));
        }
    }

    private void recoverIfDue(long nowMonoNs) {
        if (nowMonoNs - lastRecoveryMonoNs < RECOVERY_INTERVAL_NS) {
            return;
        }
        lastRecoveryMonoNs = nowMonoNs;
        if (online) {
            books.values().forEach(book -> book.renewIfDue(nowMonoNs));
            tickers.forEach((pair, pipeline) -> {
                TradePipeline live = control.isSubscribed(Channel.TRADE, pair) ? trades.get(pair) : null;
                long lastTradeMonoNs = live == null ? TickerLiveness.NO_TRADES : live.lastLiveMonoNs();
                pipeline.liveness().check(nowMonoNs, lastTradeMonoNs, control.isSubscribed(Channel.TICKER, pair));
            });
        }
        for (TradePipeline pipeline : trades.values()) {
            pipeline.recover(online, nowMonoNs);
            Backfill backfill = backfills.get(pipeline.pair());
            if (backfill != null && !pipeline.isCatchingUp()) {
                backfill.proceed(nowMonoNs, pipeline.firstId());
            }
        }
    }

    private void fill(List<SourceRecord> out, int max, Event.Handler handler) {
        drainReady(out, max);
        while (out.size() < max) {
            Event event = queue.poll();
            if (event == null) {
                break;
            }
            event.dispatchTo(handler);
            drainReady(out, max);
        }
        if (!out.isEmpty()) {
            metrics.setLag(clock.millis() - out.get(out.size() - 1).timestamp());
        }
    }

    private void drainReady(List<SourceRecord> out, int max) {
        for (TradePipeline pipeline : trades.values()) {
            if (pipeline.isReady()) {
                pipeline.drainTo(out, max);
            }
        }
    }

    /** Dispatches each event to the pair it belongs to. Ticker records go to {@code out} at once. */
    private final class EventHandler implements Event.Handler {

        private final List<SourceRecord> out;

        EventHandler(List<SourceRecord> out) {
            this.out = out;
        }

        @Override
        public void onTrades(List<Trade> frame) {
            if (frame.get(0).origin() == Origin.SNAPSHOT) {
                acceptSnapshots(frame);
            } else {
                acceptTrades(frame);
            }
        }

        @Override
        public void onTicker(Ticker ticker) {
            TickerPipeline pipeline = tickers.get(ticker.pair());
            if (pipeline != null) {
                pipeline.accept(ticker, online, out);
            }
        }

        @Override
        public void onSystemStatus(boolean isOnline) {
            if (isOnline == online) {
                // Kraken repeats its status to announce maintenance.
                return;
            }
            online = isOnline;
            long nowMonoNs = monotonic.nowNs();
            trades.values().forEach(pipeline -> pipeline.onConnectionChange(isOnline, nowMonoNs));
            tickers.values().forEach(pipeline -> pipeline.liveness().onConnectionChange());
        }

        @Override
        public void onBook(BookUpdate update, long recvEpochNs) {
            BookPipeline pipeline = books.get(update.pair());
            if (pipeline != null) {
                pipeline.accept(update, recvEpochNs, monotonic.nowNs(), out);
            }
        }

        @Override
        public void onBookDropped(Pair pair) {
            books.get(pair).onDropped(monotonic.nowNs());
        }

        @Override
        public void onInstruments(InstrumentUpdate update, long timeEpochNs) {
            instruments.accept(update, timeEpochNs, settings.output().receiveTime(), out);
        }

        @Override
        public void onRestTicker(RestTicker ticker) {
            tickers.get(ticker.pair()).liveness().onAnswer(ticker, monotonic.nowNs());
        }

        @Override
        public void onGapPage(Pair pair, TradesPage page) {
            trades.get(pair).onPage(page);
        }

        @Override
        public void onGapFailure(Pair pair, long retryAfterNs) {
            trades.get(pair).onFailure(retryAfterNs);
        }

        @Override
        public void onBackfillPage(Pair pair, TradesPage page) {
            backfills.get(pair).onPage(page);
        }

        @Override
        public void onBackfillFailure(Pair pair, long retryAfterNs) {
            backfills.get(pair).onFailure(retryAfterNs);
        }
    }

    private void acceptSnapshots(List<Trade> frame) {
        Map<Pair, List<Trade>> byPair = new LinkedHashMap<>();
        frame.forEach(trade ->
                byPair.computeIfAbsent(trade.pair(), p -> new ArrayList<>()).add(trade));
        byPair.forEach((pair, snapshot) -> {
            TradePipeline pipeline = trades.get(pair);
            if (pipeline != null) {
                pipeline.acceptSnapshot(snapshot);
            }
        });
    }

    private void acceptTrades(List<Trade> frame) {
        TradePipeline pipeline = null;
        for (Trade trade : frame) {
            if (pipeline == null || pipeline.pair() != trade.pair()) {
                pipeline = trades.get(trade.pair());
            }
            if (pipeline != null) {
                pipeline.accept(trade);
            }
        }
    }

    @Override
    public void register(TaskMetrics registry) {
        registry.gauge("queue-depth", "Records in the queue between socket and poll", queue::records);
        registry.gauge("queue-bytes", "Approximate size of the records in the queue", queue::bytes);
        registry.gauge("tickers-conflated-total", "Tickers replaced by newer ones in a full queue", queue::conflations);
        trades.forEach((pair, pipeline) -> registry.gauge(
                "pair-complete",
                "1 while no trade of the pair is missing",
                Map.of("pair", pair.name()),
                () -> pipeline.isCatchingUp() ? 0 : 1));
        backfills.forEach((pair, backfill) -> registry.gauge(
                "backfill-progress",
                "Fetched part of the backfill period, 0 to 1",
                Map.of("pair", pair.name()),
                backfill::progress));
        registry.gauge("trades-waiting", "Trades that wait until a gap is filled", capacity::used);
    }
}
