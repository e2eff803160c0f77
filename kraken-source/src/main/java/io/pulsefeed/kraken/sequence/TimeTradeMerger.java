package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.EventTimeFilter;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Merger for trades without ids, as WebSocket v1 sends them: best effort by time.
 *
 * <p>Live trades are emitted as they arrive. After a lost connection, all trades since the last one come from REST, and live
 * trades continue after the last trade of REST. Trades within a microsecond of the last trade before the loss can be lost or
 * duplicated, and a loss within a connection is not detected.
 */
public final class TimeTradeMerger implements TradeMerger {

    /** REST rounds times, so queries start a little earlier. */
    private static final long MARGIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Maximum difference between the times of one trade in REST and in the WebSocket. */
    private static final long ROUNDING_NS = 2_000;

    /** REST lags, so the first query of a connection waits. */
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long UNSET = Long.MIN_VALUE;

    private final Pair pair;
    private final PendingCapacity capacity;
    private final SequenceListener listener;
    private final Clock clock;
    private final EventTimeFilter times = new EventTimeFilter();
    private final ArrayDeque<Trade> pending = new ArrayDeque<>();

    private long lastTimeEpochNs = UNSET;
    private long cursorEpochNs = UNSET;
    private long lastRestId = Trade.NO_ID;
    private boolean catchingUp;
    private boolean inFlight;
    /** {@link #UNSET} while the connection is down. */
    private long nextQueryMonoNs = UNSET;

    public TimeTradeMerger(
            Pair pair, StartPosition start, PendingCapacity capacity, SequenceListener listener, Clock clock) {
        this.pair = pair;
        this.capacity = capacity;
        this.listener = listener;
        this.clock = clock;
        if (start.mode() == StartMode.TIME) {
            resumeAfter(Trade.NO_ID, start.timeEpochNs() - ROUNDING_NS);
        }
    }

    @Override
    public void resumeAfter(long id, long timeEpochNs) {
        lastTimeEpochNs = timeEpochNs;
        lastRestId = id;
        catchingUp = true;
    }

    /** Does nothing: trades without ids have no unused ones. */
    @Override
    public void restoreVoidIds(String stored) {}

    @Override
    public void onTrade(Trade trade) {
        if (!catchingUp) {
            emit(trade);
        } else if (capacity.isFull()) {
            listener.onPendingDropped(pair, pending.size() + 1);
            clearPending();
        } else {
            pending.add(trade);
            capacity.add(1);
        }
    }

    private void clearPending() {
        capacity.add(-pending.size());
        pending.clear();
    }

    private void emit(Trade trade) {
        lastTimeEpochNs = Math.max(
                lastTimeEpochNs, times.add(trade.timeEpochNs(), TimeUnit.MILLISECONDS.toNanos(clock.millis())));
        listener.onTrade(new OrderedTrade(trade, 0, false, trade.id(), trade.timeEpochNs(), ""));
    }

    @Override
    public void onSnapshot(List<Trade> trades) {
        trades.forEach(this::onTrade);
    }

    @Override
    public void onConnectionChange(boolean online, long nowMonoNs) {
        if (online) {
            nextQueryMonoNs = nowMonoNs + SETTLE_NS;
        } else if (lastTimeEpochNs != UNSET) {
            nextQueryMonoNs = UNSET;
            cursorEpochNs = UNSET;
            if (!catchingUp) {
                catchingUp = true;
                listener.onGapOpened(pair, Trade.NO_ID, Trade.NO_ID);
            }
            clearPending();
        }
    }

    @Override
    public boolean isCatchingUp() {
        return catchingUp;
    }

    /** Does nothing: without ids an answer cannot be compared with the emitted trades. */
    @Override
    public void requestProbe() {}

    @Override
    public boolean takeMissedTradesFound() {
        return false;
    }

    @Override
    public @Nullable TradesQuery nextQuery(long nowMonoNs) {
        if (!catchingUp || inFlight || nextQueryMonoNs == UNSET || nowMonoNs < nextQueryMonoNs) {
            return null;
        }
        inFlight = true;
        return new TradesQuery(pair, cursorEpochNs == UNSET ? lastTimeEpochNs - MARGIN_NS : cursorEpochNs, true);
    }

    @Override
    public void onPage(TradesPage page, long nowMonoNs) {
        inFlight = false;
        if (nextQueryMonoNs == UNSET || !catchingUp) {
            return;
        }
        boolean hasRestId = lastRestId != Trade.NO_ID;
        for (Trade trade : page.trades()) {
            if (trade.id() > lastRestId && (hasRestId || trade.timeEpochNs() > lastTimeEpochNs + ROUNDING_NS)) {
                hasRestId = true;
                lastRestId = trade.id();
                emit(trade);
            }
        }
        if (page.full()) {
            cursorEpochNs = page.cursorEpochNs() > cursorEpochNs ? page.cursorEpochNs() : cursorEpochNs + 1;
            nextQueryMonoNs = nowMonoNs;
            return;
        }
        continueLive();
    }

    private void continueLive() {
        catchingUp = false;
        cursorEpochNs = UNSET;
        lastRestId = Trade.NO_ID;
        long emittedUntilEpochNs = lastTimeEpochNs + ROUNDING_NS;
        for (Trade trade : pending) {
            if (trade.origin() == Origin.LIVE && trade.timeEpochNs() > emittedUntilEpochNs) {
                emit(trade);
            } else {
                listener.onDuplicate(trade);
            }
        }
        clearPending();
        listener.onGapClosed(pair, Trade.NO_ID);
    }

    @Override
    public void onFailure(long nowMonoNs, long retryAfterNs) {
        inFlight = false;
        if (nextQueryMonoNs != UNSET) {
            nextQueryMonoNs = nowMonoNs + Math.max(RETRY_NS, retryAfterNs);
        }
    }
}
