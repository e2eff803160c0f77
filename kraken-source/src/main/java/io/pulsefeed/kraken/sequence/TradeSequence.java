package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.EventTimeFilter;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Trade;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pair's trades ordered by id, each emitted once, whether they come from the WebSocket, a snapshot or REST. Not thread-safe,
 * does no I/O.
 *
 * <pre>
 *      emitted              gap                 pending
 *   .. 98  99  100  |  101 .. 119 missing  |  120  121 .. 170
 *              ^ lastId                                   ^ highestId
 *
 *   id of the next trade    pending     action
 *   ----------------------  ----------  -----------------------------------------------------------
 *   up to lastId            any         drop it as a duplicate
 *   lastId + 1              any         emit it, then emit pending trades while they are contiguous
 *   above lastId + 1        has room    add it to pending; a gap is open
 *   above lastId + 1        full        drop all pending trades; REST will return them
 * </pre>
 *
 * <p>{@link GapRecovery} closes gaps by passing trades from REST to the same rule.
 */
public final class TradeSequence {

    private static final long NONE = -1;

    /** The times of neighboring trades are out of order by less than this. */
    static final long MAX_DISORDER_NS = 1_000_000_000L;

    /** Ids this close below the last one before a reset belong to the old ids. */
    private static final long OLD_ID_RANGE = 1000;

    /** A larger step between ids is an error: no pair has this many trades in a year. */
    private static final long MAX_JUMP = 100_000_000L;

    /** A larger step is skipped only with two consecutive trades after it. */
    private static final long UNCONFIRMED_JUMP = 1_000_000L;

    /** A larger step within a snapshot, whose ids are consecutive, separates odd ids from the others. */
    private static final long MAX_SNAPSHOT_STEP = 1000;

    private static final int MAX_SET_ASIDE = 10_000;
    private static final long MAX_AHEAD_NS = TimeUnit.HOURS.toNanos(1);

    /** Maximum difference between the times of one trade in REST and in the WebSocket, which truncates to microseconds. */
    private static final long REST_ROUNDING_NS = 2_000;

    private final Pair pair;
    private final StartPosition start;
    private final PendingCapacity capacity;
    private final SequenceListener listener;
    private final Clock clock;
    private final TreeMap<Long, Trade> pending = new TreeMap<>();
    private final TreeSet<Long> setAside = new TreeSet<>();
    private final VoidIds voidIds = new VoidIds();
    private final EventTimeFilter times = new EventTimeFilter();

    private long lastId = NONE;
    private long lastTimeEpochNs;
    private long highestId = NONE;
    private long unconfirmedId = NONE;
    private long startEpochNs;
    private long skipped;
    private boolean gapReported;
    private boolean startsAtTime;
    private boolean resetSuspected;
    private long implausibleId = NONE;
    private long oldId = NONE;
    private long oldTimeEpochNs;

    /** @param clock tells which event times are in the future */
    public TradeSequence(
            Pair pair, StartPosition start, PendingCapacity capacity, SequenceListener listener, Clock clock) {
        this.pair = pair;
        this.start = start;
        this.capacity = capacity;
        this.listener = listener;
        this.clock = clock;
        this.startEpochNs = start.timeEpochNs();
        this.startsAtTime = start.mode() == StartMode.TIME;
    }

    /** Resumes after a stored trade. */
    public void resumeAfter(long id, long timeEpochNs) {
        lastId = id;
        lastTimeEpochNs = timeEpochNs;
        times.reset(timeEpochNs);
        dropImplausible();
        highestId = Math.max(highestId, id);
    }

    /** Restores the ids that an earlier run skipped as unused. */
    void restoreVoidIds(String stored) {
        voidIds.restore(stored);
    }

    /** Resumes after a stored trade without an id. */
    void resumeAfterTime(long timeEpochNs) {
        startEpochNs = timeEpochNs + REST_ROUNDING_NS;
        startsAtTime = true;
    }

    /** Accepts the latest trades of the pair, which Kraken sends after a subscription. The first snapshot sets the baseline. */
    public void acceptSnapshot(List<Trade> trades) {
        if (lastId == NONE && !startsAtTime && !trades.isEmpty()) {
            List<Trade> run = typicalRun(trades);
            Trade first = run.get(0);
            Trade last = run.get(run.size() - 1);
            unconfirmedId = run.size() == 1 ? last.id() : NONE;
            if (start.mode() == StartMode.LATEST) {
                resumeAfter(last.id(), last.timeEpochNs());
                return;
            }
            resumeAfter(first.id() - 1, first.timeEpochNs());
        }
        for (Trade trade : trades) {
            accept(trade);
        }
    }

    /** The trades around the median id without a large step between their ids, ascending: an odd id must not become the baseline. */
    private static List<Trade> typicalRun(List<Trade> trades) {
        List<Trade> sorted =
                trades.stream().sorted(Comparator.comparingLong(Trade::id)).toList();
        int from = sorted.size() / 2;
        int to = from;
        while (from > 0 && sorted.get(from).id() - sorted.get(from - 1).id() <= MAX_SNAPSHOT_STEP) {
            from--;
        }
        while (to + 1 < sorted.size()
                && sorted.get(to + 1).id() - sorted.get(to).id() <= MAX_SNAPSHOT_STEP) {
            to++;
        }
        return sorted.subList(from, to + 1);
    }

    /** Applies the rule to one trade. */
    public void accept(Trade trade) {
        long id = trade.id();
        if (hasOldId(trade)) {
            listener.onDuplicate(trade);
            return;
        }
        if (lastId == NONE) {
            if (startsAtTime) {
                addPending(trade);
                return;
            }
            resumeAfter(id - 1, trade.timeEpochNs());
            unconfirmedId = id;
        }
        if (id <= lastId && voidIds.remove(trade)) {
            listener.onTrade(ordered(trade, true));
        } else if (id <= lastId) {
            // A duplicate has its old time. A low id with a new time means that Kraken reset the ids.
            resetSuspected |= trade.timeEpochNs() > lastTimeEpochNs + MAX_DISORDER_NS && trade.origin() != Origin.REST;
            listener.onDuplicate(trade);
        } else if (id == lastId + 1) {
            emit(trade);
            drain();
        } else if (id - lastId > MAX_JUMP) {
            suspectJump(trade);
            listener.onImplausibleId(trade, lastId);
        } else {
            addPending(trade);
        }
    }

    /** A single id that is far too high is an error. Two that continue each other may mean that Kraken has renumbered the trades. */
    private void suspectJump(Trade trade) {
        if (trade.origin() != Origin.REST) {
            long step = trade.id() - implausibleId;
            resetSuspected |= implausibleId != NONE
                    && step > 0
                    && step <= MAX_SNAPSHOT_STEP
                    && trade.timeEpochNs() > lastTimeEpochNs + MAX_DISORDER_NS;
            implausibleId = trade.id();
        }
    }

    /** Whether all trades of an answer that are later than the last one have ids too high to follow it. */
    boolean hasJumped(List<Trade> trades) {
        List<Trade> later = trades.stream()
                .filter(trade -> trade.timeEpochNs() > lastTimeEpochNs + MAX_DISORDER_NS)
                .toList();
        return !later.isEmpty() && later.stream().allMatch(trade -> trade.id() - lastId > MAX_JUMP);
    }

    /** Records that REST has no usable trade with this id. The sequence continues without it once it is the next one. */
    void setAside(long id) {
        if (lastId != NONE && id > lastId && id - lastId <= MAX_JUMP && setAside.size() < MAX_SET_ASIDE) {
            setAside.add(id);
        }
    }

    /** Continues after ids without a usable trade. */
    void passSetAside() {
        while (hasGap() && lastId != NONE && !pending.containsKey(lastId + 1) && setAside.remove(lastId + 1)) {
            lastId++;
            voidIds.add(lastId, lastId, lastTimeEpochNs);
            listener.onIdSetAside(pair, lastId);
            drain();
        }
        setAside.headSet(lastId, true).clear();
    }

    private void addPending(Trade trade) {
        if (pending.containsKey(trade.id())) {
            listener.onDuplicate(trade);
            return;
        }
        highestId = Math.max(highestId, trade.id());
        if (capacity.isFull()) {
            dropPending(1);
        } else {
            pending.put(trade.id(), trade);
            capacity.add(1);
        }
        if (!gapReported && lastId != NONE) {
            gapReported = true;
            listener.onGapOpened(pair, lastId, trade.id());
        }
    }

    /** Drops the pending trades, which REST will return again. A pair that waits must not use the capacity of the others. */
    void dropPending() {
        if (!pending.isEmpty()) {
            dropPending(0);
        }
    }

    private void dropPending(int others) {
        listener.onPendingDropped(pair, pending.size() + others);
        capacity.add(-pending.size());
        pending.clear();
    }

    /** Drops pending trades whose ids cannot follow the baseline. */
    private void dropImplausible() {
        if (pending.isEmpty() || pending.lastKey() - lastId <= MAX_JUMP) {
            return;
        }
        SortedMap<Long, Trade> implausible = pending.tailMap(lastId + MAX_JUMP);
        implausible.values().forEach(trade -> listener.onImplausibleId(trade, lastId));
        capacity.add(-implausible.size());
        implausible.clear();
        highestId = pending.isEmpty() ? lastId : pending.lastKey();
    }

    private void emit(Trade trade) {
        lastId = trade.id();
        long hourAheadEpochNs = TimeUnit.MILLISECONDS.toNanos(clock.millis()) + MAX_AHEAD_NS;
        lastTimeEpochNs = times.add(trade.timeEpochNs(), hourAheadEpochNs);
        highestId = Math.max(highestId, lastId);
        listener.onTrade(ordered(trade, false));
        skipped = 0;
    }

    private OrderedTrade ordered(Trade trade, boolean late) {
        return new OrderedTrade(trade, late ? 0 : skipped, late, lastId, lastTimeEpochNs, voidIds.toString());
    }

    private void drain() {
        while (!pending.isEmpty() && pending.firstKey() <= lastId + 1) {
            Trade trade = pending.pollFirstEntry().getValue();
            capacity.add(-1);
            if (trade.id() <= lastId) {
                listener.onDuplicate(trade);
            } else {
                emit(trade);
            }
        }
        if (gapReported && !hasGap()) {
            gapReported = false;
            listener.onGapClosed(pair, lastId);
        }
    }

    /** Whether a trade is known to exist that could not be emitted yet. */
    public boolean hasGap() {
        return lastId == NONE ? startsAtTime : lastId < highestId;
    }

    /** Whether the first id is unknown and has to be determined by its time. */
    public boolean isUnplaced() {
        return lastId == NONE;
    }

    /** Sets the baseline so that {@code trade} is the first one: it is the first at or after the start time. */
    void startWith(Trade trade) {
        resumeAfter(trade.id() - 1, trade.timeEpochNs());
        drain();
    }

    /** Sets the baseline so that {@code trade} is before the first one: no trade has happened since the start time. */
    void startAfter(Trade trade) {
        resumeAfter(trade.id(), trade.timeEpochNs());
        drain();
    }

    /**
     * Skips the missing ids before the first pending trade as unused, if that trade's id is at most {@code throughId}.
     *
     * @return whether ids were skipped
     */
    boolean skipUnusedIds(long throughId) {
        if (pending.isEmpty() || pending.firstKey() > throughId) {
            return false;
        }
        voidIds.add(lastId + 1, pending.firstKey() - 1, lastTimeEpochNs);
        listener.onIdsVoid(pair, lastId + 1, pending.firstKey() - 1);
        advanceToPending();
        return true;
    }

    /**
     * Skips the missing ids before the first pending trade because of a backfill limit.
     *
     * @return whether ids were skipped
     */
    boolean skipToPending() {
        if (pending.isEmpty()) {
            return false;
        }
        long first = pending.firstKey();
        if (first - lastId > UNCONFIRMED_JUMP && !pending.containsKey(first + 1)) {
            // A single odd id would hide all trades up to it.
            return false;
        }
        listener.onIdsSkipped(pair, lastId + 1, first - 1);
        skipped += first - 1 - lastId;
        advanceToPending();
        return true;
    }

    private void advanceToPending() {
        lastId = pending.firstKey() - 1;
        drain();
    }

    /** Accepts a reset of the ids: forgets them and continues with the first trade after the time of the last one. */
    void rebase() {
        listener.onIdReset(pair, lastId);
        oldId = lastId;
        oldTimeEpochNs = lastTimeEpochNs;
        startEpochNs = lastTimeEpochNs;
        capacity.add(-pending.size());
        pending.clear();
        lastId = NONE;
        highestId = NONE;
        gapReported = false;
        unconfirmedId = NONE;
        implausibleId = NONE;
        startsAtTime = true;
        resetSuspected = false;
        setAside.clear();
        voidIds.clear();
    }

    /** Whether a trade has an id from before a reset. Answers shortly after a reset still contain such trades. */
    boolean hasOldId(Trade trade) {
        return oldId != NONE
                && trade.id() <= oldId
                && trade.id() > oldId - OLD_ID_RANGE
                && trade.timeEpochNs() <= oldTimeEpochNs + REST_ROUNDING_NS;
    }

    boolean isRebased() {
        return oldId != NONE;
    }

    /** Whether the baseline is that of a single trade, and no trade with a higher id followed: its id may be wrong. */
    boolean isBaselineUnconfirmed() {
        return unconfirmedId != NONE && lastId <= unconfirmedId;
    }

    boolean isResetSuspected() {
        return resetSuspected;
    }

    void clearResetSuspicion() {
        resetSuspected = false;
    }

    VoidIds voidIds() {
        return voidIds;
    }

    /** The first pending trade at or after {@code timeEpochNs}, if any. */
    @Nullable
    Trade firstPendingSince(long timeEpochNs) {
        for (Trade trade : pending.values()) {
            if (trade.timeEpochNs() >= timeEpochNs) {
                return trade;
            }
        }
        return null;
    }

    /** The number of ids missing before the first trade that is known to exist. */
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

    /** The id of the last emitted trade or of the baseline; -1 without one. */
    public long lastId() {
        return lastId;
    }

    /** Event time of the last emitted trade, or the start time without one; nanoseconds since 1970. */
    public long lastTimeEpochNs() {
        return lastId == NONE ? startEpochNs : lastTimeEpochNs;
    }
}
