package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.config.OutputConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TradeRecords;
import io.pulsefeed.kraken.sequence.IdTradeMerger;
import io.pulsefeed.kraken.sequence.OrderedTrade;
import io.pulsefeed.kraken.sequence.PendingCapacity;
import io.pulsefeed.kraken.sequence.TimeTradeMerger;
import io.pulsefeed.kraken.sequence.TradeMerger;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The trades of one pair, from unordered input to ordered records. Used by the task thread. */
final class TradePipeline {

    /** Retry delay for a pair that Kraken does not list. */
    private static final long UNKNOWN_PAIR_DELAY_NS = TimeUnit.MINUTES.toNanos(5);

    private final Pair pair;
    private final TradeMerger merger;
    private final StaleSubscriptionDetector staleness;
    private final TradeRecords records;
    private final ClockCheck clockCheck;
    private final TradeHistory history;
    private final EventQueue queue;
    private final SourceMetrics metrics;
    private final MonotonicClock monotonic;
    private final SubscriptionWatch watch;
    private final TradeHistory.Callback callback = new GapCallback();
    private final ArrayDeque<OrderedTrade> ready = new ArrayDeque<>();
    private volatile boolean catchingUp;
    private boolean resumed;
    private long firstId = Trade.NO_ID;

    TradePipeline(
            Pair pair,
            PipelineSettings settings,
            PendingCapacity capacity,
            TradeHistory history,
            EventQueue queue,
            SourceMetrics metrics,
            Clock clock,
            MonotonicClock monotonic,
            SubscriptionControl control) {
        this.pair = pair;
        SequenceReporter reporter = new SequenceReporter(metrics, monotonic, ready::add);
        this.merger = settings.hasTradeIds()
                ? new IdTradeMerger(pair, settings.sequence(), capacity, reporter, clock)
                : new TimeTradeMerger(pair, settings.sequence().start(), capacity, reporter, clock);
        this.staleness =
                new StaleSubscriptionDetector(settings.quietAfter(), settings.reconcileInterval(), monotonic.nowNs());
        OutputConfig output = settings.output();
        this.records = new TradeRecords(
                output.tradeTopic(), pair, settings.spelling().apply(pair), output.valueFormat(), clock);
        this.clockCheck = new ClockCheck(pair, metrics, monotonic);
        this.history = history;
        this.queue = queue;
        this.metrics = metrics;
        this.monotonic = monotonic;
        this.watch = new SubscriptionWatch(Channel.TRADE, pair, control);
    }

    /** Resumes after a stored offset, if there is one. */
    void resume(@Nullable Map<String, Object> offset) {
        Long id = Offsets.number(offset, Offsets.TRADE_ID);
        Long timeEpochNs = Offsets.number(offset, Offsets.TIME);
        if (timeEpochNs != null) {
            resumed = true;
            merger.resumeAfter(id == null ? Trade.NO_ID : id, timeEpochNs);
            String voidIds = Offsets.text(offset, Offsets.VOID_IDS);
            if (voidIds != null) {
                merger.restoreVoidIds(voidIds);
            }
        }
    }

    void accept(Trade trade) {
        if (trade.origin() == Origin.LIVE) {
            staleness.onData(monotonic.nowNs());
            watch.onLiveData();
        }
        merger.onTrade(trade);
    }

    void acceptSnapshot(List<Trade> trades) {
        watch.onSnapshot();
        merger.onSnapshot(trades);
    }

    void onConnectionChange(boolean online, long nowMonoNs) {
        watch.onConnectionChange();
        merger.onConnectionChange(online, nowMonoNs);
    }

    /** Sends a query for missing trades, if one is due. */
    void recover(boolean online, long nowMonoNs) {
        if (online) {
            watch.act(nowMonoNs);
            if (staleness.takeCheckDue(nowMonoNs)) {
                merger.requestProbe();
            }
        }
        catchingUp = merger.isCatchingUp();
        @Nullable TradesQuery query = merger.nextQuery(nowMonoNs);
        if (query != null) {
            history.request(query, callback);
        }
    }

    void onPage(TradesPage page) {
        merger.onPage(page, monotonic.nowNs());
        if (merger.takeMissedTradesFound()) {
            watch.onMissedData(monotonic.nowNs());
        }
    }

    void onFailure(long retryAfterNs) {
        merger.onFailure(monotonic.nowNs(), retryAfterNs);
    }

    /** Passes results to the task thread. */
    private final class GapCallback implements TradeHistory.Callback {

        @Override
        public void onPage(TradesPage page) {
            queue.addUnbounded(new Event.GapPageReceived(pair, page));
        }

        @Override
        public void onFailure(boolean unknownPair, long retryAfterNs) {
            queue.addUnbounded(new Event.GapQueryFailed(pair, unknownPair ? UNKNOWN_PAIR_DELAY_NS : retryAfterNs));
        }
    }

    boolean isReady() {
        return !ready.isEmpty();
    }

    /** Moves ready trades to {@code out} until it has {@code max} records. */
    void drainTo(List<SourceRecord> out, int max) {
        while (out.size() < max) {
            OrderedTrade next = ready.poll();
            if (next == null) {
                return;
            }
            if (firstId == Trade.NO_ID) {
                firstId = next.trade().id();
            }
            out.add(clockCheck.checked(records.record(next), next.trade().timeEpochNs()));
            metrics.trades(next.trade().origin()).increment();
        }
    }

    /** When the last live trade arrived, or the pipeline was created. */
    long lastLiveMonoNs() {
        return staleness.lastDataMonoNs();
    }

    Pair pair() {
        return pair;
    }

    /** Whether trades are missing that REST has to return. Any thread may call it. */
    boolean isCatchingUp() {
        return catchingUp;
    }

    /** Id of the first trade that was ever emitted; -1 if there is none yet, or if an earlier run has emitted it. */
    long firstId() {
        return resumed ? Trade.NO_ID : firstId;
    }
}
