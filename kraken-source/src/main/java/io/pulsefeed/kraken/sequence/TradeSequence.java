package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.util.List;
import java.util.TreeMap;

/**
 * One pair's trades in the venue's numbering, each once and in order, whatever way they came.
 *
 * <p>The one rule: a number at or below the last is a repeat; the next number goes out, and with it what waited for it; any
 * higher number waits, because a trade is missing before it. Not thread-safe, does no I/O.
 */
public final class TradeSequence {

    private static final long NONE = -1;

    /** Times of neighbouring trades may be disordered by less than this. */
    static final long RESET_SECOND = 1_000_000_000L;

    /** Ids this near to the last one before a rebase belong to the old numbering. */
    private static final long OLD_NUMBERS = 1000;

    /** By how much REST's time of a trade may lie behind the socket's, which is cut to microseconds; nanoseconds. */
    private static final long REST_ROUNDING = 2_000;

    private final Pair pair;
    private final StartPosition start;
    private final PendingCapacity room;
    private final SequenceListener events;
    private final TreeMap<Long, Trade> pending = new TreeMap<>();

    private long lastId = NONE;
    private long lastNanos;
    private long highestId = NONE;
    private long startNanos;
    private long skipped;
    private boolean gapAnnounced;
    private boolean placedByTime;
    private boolean resetSuspected;
    private long oldId = NONE;
    private long oldNanos;

    public TradeSequence(Pair pair, StartPosition start, PendingCapacity room, SequenceListener events) {
        this.pair = pair;
        this.start = start;
        this.room = room;
        this.events = events;
        this.startNanos = start.timeNanos();
        this.placedByTime = start.mode() == StartMode.TIME;
    }

    /** Goes on behind the stored trade. */
    public void resumeAfter(long id, long timeNanos) {
        lastId = id;
        lastNanos = timeNanos;
        highestId = Math.max(highestId, id);
    }

    /** Goes on behind a trade of which only the time is known. */
    void resumeBehindTime(long timeNanos) {
        startNanos = timeNanos + REST_ROUNDING;
        placedByTime = true;
    }

    /** The latest trades of the pair as the venue sends them at subscription: they tell where the numbering stands. */
    public void acceptSnapshot(List<Trade> trades) {
        if (lastId == NONE && !placedByTime && !trades.isEmpty()) {
            Trade first = trades.get(0);
            Trade last = first;
            for (Trade trade : trades) {
                first = trade.id() < first.id() ? trade : first;
                last = trade.id() > last.id() ? trade : last;
            }
            if (start.mode() == StartMode.LATEST) {
                resumeAfter(last.id(), last.timeNanos());
                return;
            }
            resumeAfter(first.id() - 1, first.timeNanos());
        }
        for (Trade trade : trades) {
            accept(trade);
        }
    }

    /** The rule of this class, for one trade. */
    public void accept(Trade trade) {
        long id = trade.id();
        if (isOfOldNumbering(trade)) {
            events.duplicate(trade);
            return;
        }
        if (lastId == NONE) {
            if (placedByTime) {
                await(trade);
                return;
            }
            resumeAfter(id - 1, trade.timeNanos());
        }
        if (id <= lastId) {
            // A repeat carries its old time. A low number with a new time means that the venue began to count again.
            resetSuspected |= trade.timeNanos() > lastNanos + RESET_SECOND && trade.origin() != Origin.REST;
            events.duplicate(trade);
        } else if (id == lastId + 1) {
            emit(trade);
            drain();
        } else {
            await(trade);
        }
    }

    private void await(Trade trade) {
        if (pending.containsKey(trade.id())) {
            events.duplicate(trade);
            return;
        }
        highestId = Math.max(highestId, trade.id());
        if (room.isFull()) {
            dropPending();
        } else {
            pending.put(trade.id(), trade);
            room.change(1);
        }
        if (!gapAnnounced && lastId != NONE) {
            gapAnnounced = true;
            events.gapOpened(pair, lastId, trade.id());
        }
    }

    private void dropPending() {
        events.pendingDropped(pair, pending.size() + 1);
        room.change(-pending.size());
        pending.clear();
    }

    private void emit(Trade trade) {
        lastId = trade.id();
        lastNanos = trade.timeNanos();
        highestId = Math.max(highestId, lastId);
        events.emit(trade, skipped);
        skipped = 0;
    }

    private void drain() {
        while (!pending.isEmpty() && pending.firstKey() <= lastId + 1) {
            Trade trade = pending.pollFirstEntry().getValue();
            room.change(-1);
            if (trade.id() <= lastId) {
                events.duplicate(trade);
            } else {
                emit(trade);
            }
        }
        if (gapAnnounced && !hasGap()) {
            gapAnnounced = false;
            events.gapClosed(pair, lastId);
        }
    }

    /** Whether a trade is known to exist that could not go out yet. */
    public boolean hasGap() {
        return lastId == NONE ? placedByTime : lastId < highestId;
    }

    /** Whether the first trade is still unknown and has to be looked up by its time. */
    public boolean isUnplaced() {
        return lastId == NONE;
    }

    /** Begins with {@code trade}: it is the first at or behind the start time. */
    void placeBefore(Trade trade) {
        resumeAfter(trade.id() - 1, trade.timeNanos());
        drain();
    }

    /** Begins behind {@code trade}: nothing has happened since the start time. */
    void placeAfter(Trade trade) {
        resumeAfter(trade.id(), trade.timeNanos());
        drain();
    }

    /** The numbers up to the first waiting trade, if that is at most {@code throughId}, do not exist. */
    boolean voidBefore(long throughId) {
        if (pending.isEmpty() || pending.firstKey() > throughId) {
            return false;
        }
        events.voided(pair, lastId + 1, pending.firstKey() - 1);
        advanceToPending();
        return true;
    }

    /** Gives up what is missing before the first waiting trade. */
    boolean skipToPending() {
        if (pending.isEmpty()) {
            return false;
        }
        long first = pending.firstKey();
        events.skipped(pair, lastId + 1, first - 1);
        skipped += first - 1 - lastId;
        advanceToPending();
        return true;
    }

    private void advanceToPending() {
        lastId = pending.firstKey() - 1;
        drain();
    }

    /** Forgets the numbering and begins again with the first trade behind the last one's time. */
    void rebase() {
        events.rebased(pair, lastId);
        oldId = lastId;
        oldNanos = lastNanos;
        startNanos = lastNanos;
        room.change(-pending.size());
        pending.clear();
        lastId = NONE;
        highestId = NONE;
        gapAnnounced = false;
        placedByTime = true;
        resetSuspected = false;
    }

    /** Just after a rebase the venue's answers still hold the last trades of the old numbering. */
    boolean isOfOldNumbering(Trade trade) {
        return oldId != NONE
                && trade.id() <= oldId
                && trade.id() > oldId - OLD_NUMBERS
                && trade.timeNanos() <= oldNanos + REST_ROUNDING;
    }

    boolean isRebased() {
        return oldId != NONE;
    }

    boolean isResetSuspected() {
        return resetSuspected;
    }

    void trustNumbering() {
        resetSuspected = false;
    }

    /** The first waiting trade that is not before the start time; null when none waits. */
    Trade firstPendingSince(long timeNanos) {
        for (Trade trade : pending.values()) {
            if (trade.timeNanos() >= timeNanos) {
                return trade;
            }
        }
        return null;
    }

    /** How many numbers are missing before the first trade that is known to exist. */
    public long missing() {
        if (!hasGap() || lastId == NONE) {
            return 0;
        }
        long next = pending.isEmpty() ? highestId : pending.firstKey();
        return next - 1 - lastId;
    }

    public Pair pair() {
        return pair;
    }

    /** -1 while nothing is known. */
    public long lastId() {
        return lastId;
    }

    /** Event time of the last trade, or the start time while there is none; nanoseconds since 1970. */
    public long lastNanos() {
        return lastId == NONE ? startNanos : lastNanos;
    }

    long highestId() {
        return highestId;
    }
}
