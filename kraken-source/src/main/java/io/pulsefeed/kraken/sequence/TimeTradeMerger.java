package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * For trades without numbers, as WebSocket v1 sends them: best effort by time. Live trades go out as they come. After a lost
 * connection everything since the last trade comes from REST, and the socket's trades go on behind REST's last. Trades that share
 * a microsecond with the last one before a hole can be lost or doubled, and a loss within a connection goes unnoticed.
 */
public final class TimeTradeMerger implements TradeMerger {

    private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(1);

    /** REST rounds times, so its time of a trade may lie this far behind the socket's; nanoseconds. */
    private static final long ROUNDING = 2_000;

    /** REST may lag: ask only when the new connection has run for a while. */
    private static final long SETTLE = TimeUnit.SECONDS.toNanos(10);

    private static final long RETRY = TimeUnit.SECONDS.toNanos(5);
    private static final long UNSET = Long.MIN_VALUE;

    private final Pair pair;
    private final PendingCapacity room;
    private final SequenceListener events;
    private final ArrayDeque<Trade> waiting = new ArrayDeque<>();

    private long lastNanos = UNSET;
    private long lastRestId = Trade.NO_ID;
    private boolean catchingUp;
    private boolean inFlight;
    private long nextAt = UNSET;
    private long cursor = UNSET;

    public TimeTradeMerger(Pair pair, StartPosition start, PendingCapacity room, SequenceListener events) {
        this.pair = pair;
        this.room = room;
        this.events = events;
        if (start.mode() == StartMode.TIME) {
            resumeAfter(Trade.NO_ID, start.timeNanos() - ROUNDING);
        }
    }

    @Override
    public void resumeAfter(long id, long timeNanos) {
        lastNanos = timeNanos;
        lastRestId = id;
        catchingUp = true;
    }

    @Override
    public void accept(Trade trade) {
        if (!catchingUp) {
            emit(trade);
        } else if (room.isFull()) {
            // REST will bring them: the catching-up begins again behind the last trade that went out.
            events.pendingDropped(pair, waiting.size() + 1);
            clearWaiting();
        } else {
            waiting.add(trade);
            room.change(1);
        }
    }

    private void clearWaiting() {
        room.change(-waiting.size());
        waiting.clear();
    }

    private void emit(Trade trade) {
        lastNanos = Math.max(lastNanos, trade.timeNanos());
        events.emit(trade, 0);
    }

    @Override
    public void acceptSnapshot(List<Trade> trades) {
        trades.forEach(this::accept);
    }

    @Override
    public void connected(boolean online, long now) {
        if (online) {
            nextAt = now + SETTLE;
        } else if (lastNanos != UNSET) {
            nextAt = UNSET;
            cursor = UNSET;
            if (!catchingUp) {
                catchingUp = true;
                events.gapOpened(pair, Trade.NO_ID, Trade.NO_ID);
            }
            clearWaiting();
        }
    }

    @Override
    public boolean isCatchingUp() {
        return catchingUp;
    }

    @Override
    public long lastId() {
        return Trade.NO_ID;
    }

    /** Without numbers an answer could not be compared with what went out. */
    @Override
    public void probe() {}

    @Override
    public boolean takeProbeFoundMissing() {
        return false;
    }

    @Override
    public TradesQuery next(long now) {
        if (!catchingUp || inFlight || nextAt == UNSET || now < nextAt) {
            return null;
        }
        inFlight = true;
        return new TradesQuery(pair, cursor == UNSET ? lastNanos - MARGIN : cursor);
    }

    @Override
    public void answered(TradesPage page, long now) {
        inFlight = false;
        if (nextAt == UNSET || !catchingUp) {
            return;
        }
        boolean numbered = lastRestId != Trade.NO_ID;
        for (Trade trade : page.trades()) {
            if (trade.id() > lastRestId && (numbered || trade.timeNanos() > lastNanos + ROUNDING)) {
                numbered = true;
                lastRestId = trade.id();
                emit(trade);
            }
        }
        if (page.full()) {
            cursor = page.lastNanos() > cursor ? page.lastNanos() : cursor + 1;
            nextAt = now;
            return;
        }
        catchingUp = false;
        cursor = UNSET;
        lastRestId = Trade.NO_ID;
        long behind = lastNanos + ROUNDING;
        for (Trade trade : waiting) {
            if (trade.origin() == Origin.LIVE && trade.timeNanos() > behind) {
                emit(trade);
            } else {
                events.duplicate(trade);
            }
        }
        clearWaiting();
        events.gapClosed(pair, Trade.NO_ID);
    }

    @Override
    public void failed(long now, long retryAfterNanos) {
        inFlight = false;
        if (nextAt != UNSET) {
            nextAt = now + Math.max(RETRY, retryAfterNanos);
        }
    }
}
