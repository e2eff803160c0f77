package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TradeRecords;
import io.pulsefeed.kraken.sequence.IdTradeMerger;
import io.pulsefeed.kraken.sequence.PendingCapacity;
import io.pulsefeed.kraken.sequence.TimeTradeMerger;
import io.pulsefeed.kraken.sequence.TradeMerger;
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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;

/** The trades of one pair, from whatever comes out of the inbox to records in the venue's order. Used by the task's thread. */
final class TradePipeline {

    /** A pair that the venue does not know may come back, but not soon. */
    private static final long UNKNOWN_PAIR_PAUSE = TimeUnit.MINUTES.toNanos(5);

    private record Ready(Trade trade, long skippedBefore) {}

    private final Pair pair;
    private final TradeMerger continuity;
    private final StaleSubscriptionDetector quiet;
    private final TradeRecords records;
    private final TradeHistory rest;
    private final EventQueue inbox;
    private final SourceMetrics stats;
    private final LongSupplier nanoTime;
    private final Consumer<ReconnectCause> reconnect;
    private final ArrayDeque<Ready> ready = new ArrayDeque<>();
    private volatile boolean catchingUp;
    private boolean resumed;
    private long firstId = Trade.NO_ID;

    TradePipeline(
            Pair pair,
            PipelineSettings settings,
            PendingCapacity room,
            TradeHistory rest,
            EventQueue inbox,
            SourceMetrics stats,
            Clock clock,
            LongSupplier nanoTime,
            Consumer<ReconnectCause> reconnect) {
        this.pair = pair;
        SequenceReporter events =
                new SequenceReporter(stats, nanoTime, (trade, skipped) -> ready.add(new Ready(trade, skipped)));
        this.continuity = settings.hasTradeIds()
                ? new IdTradeMerger(pair, settings.sequence(), room, events, clock)
                : new TimeTradeMerger(pair, settings.sequence().start(), room, events);
        this.quiet = new StaleSubscriptionDetector(
                settings.quietAfter(), settings.reconcileInterval(), nanoTime.getAsLong());
        this.records = new TradeRecords(
                settings.output().tradeTopic(),
                pair,
                settings.spelling().apply(pair),
                settings.output().valueFormat());
        this.rest = rest;
        this.inbox = inbox;
        this.stats = stats;
        this.nanoTime = nanoTime;
        this.reconnect = reconnect;
    }

    /** Goes on behind a stored offset; does nothing when there is none. */
    void resume(Map<String, Object> offset) {
        Long id = Offsets.number(offset, Offsets.TRADE_ID);
        Long nanos = Offsets.number(offset, Offsets.TIME);
        if (nanos != null) {
            resumed = true;
            continuity.resumeAfter(id == null ? Trade.NO_ID : id, nanos);
        }
    }

    void accept(Trade trade) {
        if (trade.origin() == Origin.LIVE) {
            quiet.traded(nanoTime.getAsLong());
        }
        continuity.accept(trade);
    }

    void acceptSnapshot(List<Trade> trades) {
        continuity.acceptSnapshot(trades);
    }

    void connected(boolean online, long now) {
        continuity.connected(online, now);
    }

    /** Asks REST for what is missing, when it is time to. */
    void recover(boolean online, long now) {
        if (online && quiet.isDue(now)) {
            continuity.probe();
        }
        catchingUp = continuity.isCatchingUp();
        TradesQuery query = continuity.next(now);
        if (query != null) {
            rest.ask(query, new Answer());
        }
    }

    /** Hands the answer over to the task's thread. */
    private final class Answer implements TradeHistory.Answer {

        @Override
        public void page(TradesPage page) {
            inbox.step(() -> {
                continuity.answered(page, nanoTime.getAsLong());
                if (continuity.takeProbeFoundMissing()) {
                    reconnect.accept(ReconnectCause.STALE);
                }
            });
        }

        @Override
        public void failed(String reason, boolean unknownPair, long retryAfterNanos) {
            long pause = unknownPair ? UNKNOWN_PAIR_PAUSE : retryAfterNanos;
            inbox.step(() -> continuity.failed(nanoTime.getAsLong(), pause));
        }
    }

    boolean isReady() {
        return !ready.isEmpty();
    }

    /** Moves ready trades into {@code out} until it holds {@code max} records. */
    void drainTo(List<SourceRecord> out, int max) {
        while (out.size() < max) {
            Ready next = ready.poll();
            if (next == null) {
                return;
            }
            if (firstId == Trade.NO_ID) {
                firstId = next.trade.id();
            }
            out.add(records.record(next.trade, next.skippedBefore));
            stats.trades(next.trade.origin()).increment();
        }
    }

    Pair pair() {
        return pair;
    }

    /** Whether trades are missing that have to come from REST. Any thread may ask. */
    boolean isCatchingUp() {
        return catchingUp;
    }

    /**
     * The first trade that this stream ever sent, or -1 while it is unknown: nothing was sent yet, or an earlier run sent it.
     */
    long firstId() {
        return resumed ? Trade.NO_ID : firstId;
    }
}
