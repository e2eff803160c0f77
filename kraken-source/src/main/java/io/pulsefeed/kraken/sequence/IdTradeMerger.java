package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.util.List;

/** For trades with numbers: nothing is lost, whatever happens to the connection. */
public final class IdTradeMerger implements TradeMerger {

    private final TradeSequence sequence;
    private final GapRecovery recovery;

    public IdTradeMerger(
            Pair pair, SequenceSettings settings, PendingCapacity room, SequenceListener events, Clock clock) {
        this.sequence = new TradeSequence(pair, settings.start(), room, events);
        this.recovery = new GapRecovery(sequence, settings, events, clock);
    }

    @Override
    public void resumeAfter(long id, long timeNanos) {
        recovery.resumed();
        if (id == Trade.NO_ID) {
            sequence.resumeBehindTime(timeNanos);
        } else {
            sequence.resumeAfter(id, timeNanos);
        }
    }

    @Override
    public void accept(Trade trade) {
        sequence.accept(trade);
    }

    @Override
    public void acceptSnapshot(List<Trade> trades) {
        sequence.acceptSnapshot(trades);
    }

    /** A missing number tells what a lost connection has cost, so there is nothing to do here. */
    @Override
    public void connected(boolean online, long now) {}

    @Override
    public boolean isCatchingUp() {
        return sequence.hasGap();
    }

    @Override
    public long lastId() {
        return sequence.lastId();
    }

    @Override
    public void probe() {
        recovery.probe();
    }

    @Override
    public boolean takeProbeFoundMissing() {
        return recovery.takeProbeFoundMissing();
    }

    @Override
    public TradesQuery next(long now) {
        return recovery.next(now);
    }

    @Override
    public void answered(TradesPage page, long now) {
        recovery.answered(page, now);
    }

    @Override
    public void failed(long now, long retryAfterNanos) {
        recovery.failed(now, retryAfterNanos);
    }
}
