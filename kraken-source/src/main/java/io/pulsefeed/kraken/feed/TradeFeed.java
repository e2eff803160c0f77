package io.pulsefeed.kraken.feed;

import io.pulsefeed.kraken.client.TradesSource;
import io.pulsefeed.kraken.metrics.FeedStats;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.record.Offsets;
import io.pulsefeed.kraken.record.TradeRecords;
import io.pulsefeed.kraken.sequence.GapRecovery;
import io.pulsefeed.kraken.sequence.PendingRoom;
import io.pulsefeed.kraken.sequence.TradeSequence;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;

/** The trades of one pair, from whatever comes out of the inbox to records in the venue's order. Used by the task's thread. */
final class TradeFeed {

    private record Ready(Trade trade, long skippedBefore) {}

    private final Pair pair;
    private final TradeSequence sequence;
    private final GapRecovery recovery;
    private final QuietWatch quiet;
    private final TradeRecords records;
    private final TradesSource rest;
    private final Inbox inbox;
    private final FeedStats stats;
    private final LongSupplier nanoTime;
    private final Consumer<ReconnectCause> reconnect;
    private final ArrayDeque<Ready> ready = new ArrayDeque<>();

    TradeFeed(
            Pair pair,
            FeedSettings settings,
            PendingRoom room,
            TradesSource rest,
            Inbox inbox,
            FeedStats stats,
            Clock clock,
            LongSupplier nanoTime,
            Consumer<ReconnectCause> reconnect) {
        this.pair = pair;
        SequenceLog events = new SequenceLog(stats, nanoTime, (trade, skipped) -> ready.add(new Ready(trade, skipped)));
        this.sequence = new TradeSequence(pair, settings.sequence().start(), room, events);
        this.recovery = new GapRecovery(sequence, settings.sequence(), events, clock);
        this.quiet = new QuietWatch(settings.quietAfter(), settings.reconcileEvery(), nanoTime.getAsLong());
        this.records =
                new TradeRecords(settings.tradeTopic(), pair, settings.shownAs().apply(pair), settings.format());
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
        if (id != null && nanos != null) {
            sequence.resumeAfter(id, nanos);
        }
    }

    void accept(Trade trade) {
        if (trade.origin() == Origin.LIVE) {
            quiet.traded(nanoTime.getAsLong());
        }
        sequence.accept(trade);
    }

    void acceptSnapshot(List<Trade> trades) {
        sequence.acceptSnapshot(trades);
    }

    /** Asks REST for what is missing, when it is time to. */
    void recover(boolean online, long now) {
        if (online && quiet.isDue(now)) {
            recovery.probe();
        }
        TradesQuery query = recovery.next(now);
        if (query != null) {
            rest.ask(query, new Answer());
        }
    }

    /** Hands the answer over to the task's thread. */
    private final class Answer implements TradesSource.Answer {

        @Override
        public void page(TradesPage page) {
            inbox.step(() -> {
                recovery.answered(page, nanoTime.getAsLong());
                if (recovery.takeProbeFoundMissing()) {
                    reconnect.accept(ReconnectCause.STALE);
                }
            });
        }

        @Override
        public void failed(String reason, boolean unknownPair, long retryAfterNanos) {
            inbox.step(() -> recovery.failed(nanoTime.getAsLong(), retryAfterNanos));
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
            out.add(records.record(next.trade, next.skippedBefore));
            stats.trades(next.trade.origin()).increment();
        }
    }

    Pair pair() {
        return pair;
    }

    TradeSequence sequence() {
        return sequence;
    }
}
