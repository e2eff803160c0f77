package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merger for trades with ids: delivers each trade exactly once, whatever happens to the connection. */
public final class IdTradeMerger implements TradeMerger {

    private final TradeSequence sequence;
    private final GapRecovery recovery;

    public IdTradeMerger(
            Pair pair, SequenceSettings settings, PendingCapacity capacity, SequenceListener listener, Clock clock) {
        this.sequence = new TradeSequence(pair, settings.start(), capacity, listener, clock);
        this.recovery = new GapRecovery(sequence, settings, listener);
    }

    @Override
    public void resumeAfter(long id, long timeEpochNs) {
        recovery.onResume();
        if (id == Trade.NO_ID) {
            sequence.resumeAfterTime(timeEpochNs);
        } else {
            sequence.resumeAfter(id, timeEpochNs);
        }
    }

    @Override
    public void restoreVoidIds(String stored) {
        sequence.restoreVoidIds(stored);
    }

    @Override
    public void onTrade(Trade trade) {
        sequence.accept(trade);
    }

    @Override
    public void onSnapshot(List<Trade> trades) {
        sequence.acceptSnapshot(trades);
    }

    /** Does nothing: the ids reveal what a lost connection has missed. */
    @Override
    public void onConnectionChange(boolean online, long nowMonoNs) {}

    @Override
    public boolean isCatchingUp() {
        return sequence.hasGap() || recovery.isHeld();
    }

    @Override
    public void requestProbe() {
        recovery.requestProbe();
    }

    @Override
    public boolean takeMissedTradesFound() {
        return recovery.takeMissedTradesFound();
    }

    @Override
    public @Nullable TradesQuery nextQuery(long nowMonoNs) {
        return recovery.nextQuery(nowMonoNs);
    }

    @Override
    public void onPage(TradesPage page, long nowMonoNs) {
        recovery.onPage(page, nowMonoNs);
    }

    @Override
    public void onFailure(long nowMonoNs, long retryAfterNs) {
        recovery.onFailure(nowMonoNs, retryAfterNs);
    }
}
