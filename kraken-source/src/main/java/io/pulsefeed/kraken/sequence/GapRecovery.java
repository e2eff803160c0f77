package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.LimitPolicy;
import io.pulsefeed.kraken.config.ResetPolicy;
import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.SetAside;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes the gaps of a {@link TradeSequence} through REST: decides which query to send, when to repeat it, and when missing ids are
 * unused. A start, a reconnect and a loss within a connection are all the same case, a sequence with a gap.
 *
 * <pre>
 *   state      event                                       action                           next state
 *   ---------  ------------------------------------------  -------------------------------  ----------
 *   complete   a gap opens                                 wait gap.grace.ms                waiting
 *   complete   a probe is requested                        query since the last trade       in flight
 *   waiting    the gap closes without REST                                                  complete
 *   waiting    the gap exceeds a limit, policy skip        skip the missing ids             complete
 *   waiting    the gap has too many trades, policy fail    drop pending, wait a minute      waiting
 *   waiting    the wait is over                            query since the last trade       in flight
 *   in flight  the page closes the gap                                                      complete
 *   in flight  the page ends before the gap, full          query at the page's cursor       in flight
 *   in flight  the page ends before the gap, not full      wait 1, 2, 4 .. 30 s: REST lags  waiting
 *   in flight  the page has both sides of the gap          wait 5 s and query again         waiting
 *   in flight  ... for gap.confirm.ms                      skip the missing ids as unused   complete
 *   complete   ids were skipped 15 s .. 1 h ago            query since the trade before     in flight
 *   in flight  the request fails                           wait 1, 2, 4 .. 30 s             waiting
 * </pre>
 *
 * <p>Two clocks: names ending with {@code MonoNs} are readings of the monotonic clock and schedule queries; names ending with
 * {@code EpochNs} are nanoseconds since 1970 and locate trades.
 */
public final class GapRecovery {

    /** Kraken does not document whether {@code since} is inclusive, and REST rounds times: query from a little earlier. */
    private static final long MARGIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_DELAY_NS = TimeUnit.SECONDS.toNanos(30);
    /** How often a pair whose trades wait for the user is checked again. */
    private static final long HOLD_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long IMMEDIATELY = Long.MIN_VALUE;
    private static final long NO_CURSOR = Long.MIN_VALUE;

    private enum Purpose {
        GAP,
        PROBE,
        LATE,
        RESET
    }

    private final TradeSequence sequence;
    private final SequenceSettings settings;
    private final SequenceListener listener;
    private final BackfillLimits limits;
    private final UnusedIdDetector unusedIds;
    private final LateTradeCheck lateTrades;

    private @Nullable Purpose inFlight;
    private boolean tracking;
    private long openedAtMonoNs;
    private long lastProgressMonoNs;
    private long nextQueryMonoNs = IMMEDIATELY;
    private long cursorEpochNs = NO_CURSOR;
    private int attempts;
    private boolean overdue;
    private boolean limitReported;
    private boolean resetHeld;
    /** False for the first gap of a start time: the user has asked for all trades since then. */
    private boolean limitsApply;

    private boolean probeRequested;
    private boolean missedTradesFound;

    public GapRecovery(TradeSequence sequence, SequenceSettings settings, SequenceListener listener) {
        this.sequence = sequence;
        this.settings = settings;
        this.listener = listener;
        this.limits = new BackfillLimits(settings);
        this.unusedIds = new UnusedIdDetector(settings.confirm());
        this.lateTrades = new LateTradeCheck(sequence.voidIds());
        this.limitsApply = settings.start().mode() != StartMode.TIME;
    }

    /** The sequence resumes after a stored trade, so the start time does not matter any more. */
    void onResume() {
        limitsApply = true;
    }

    /** Makes the next query ask for trades after the last one, even without a gap. */
    public void requestProbe() {
        probeRequested = true;
    }

    /** Whether the trades of the pair wait until the user accepts the reset of its ids. */
    boolean isHeld() {
        return resetHeld;
    }

    /** Whether a probe returned trades that the WebSocket has not delivered. Resets the answer. */
    public boolean takeMissedTradesFound() {
        boolean found = missedTradesFound;
        missedTradesFound = false;
        return found;
    }

    /**
     * The query to send to REST now, if any. No other query follows until {@link #onPage} or {@link #onFailure} is called.
     */
    public @Nullable TradesQuery nextQuery(long nowMonoNs) {
        if (inFlight != null) {
            return null;
        }
        if (sequence.isResetSuspected()) {
            return query(nowMonoNs, Purpose.RESET, TradesQuery.NEWEST);
        }
        if (!sequence.hasGap()) {
            tracking = false;
            limitsApply = true;
            if (probeRequested && !sequence.isUnplaced()) {
                return query(nowMonoNs, Purpose.PROBE, sequence.lastTimeEpochNs() - MARGIN_NS);
            }
            long lateEpochNs = nowMonoNs < nextQueryMonoNs ? Long.MIN_VALUE : lateTrades.takeDue(nowMonoNs);
            return lateEpochNs == Long.MIN_VALUE ? null : query(nowMonoNs, Purpose.LATE, lateEpochNs - MARGIN_NS);
        }
        if (!tracking) {
            track(nowMonoNs);
        }
        if (nowMonoNs < nextQueryMonoNs || cursorEpochNs == NO_CURSOR && isBeyondLimits(nowMonoNs)) {
            return null;
        }
        boolean firstPage = cursorEpochNs == NO_CURSOR;
        return query(nowMonoNs, Purpose.GAP, firstPage ? sequence.lastTimeEpochNs() - MARGIN_NS : cursorEpochNs);
    }

    private @Nullable TradesQuery query(long nowMonoNs, Purpose purpose, long sinceEpochNs) {
        if (purpose != Purpose.GAP && nowMonoNs < nextQueryMonoNs) {
            return null;
        }
        inFlight = purpose;
        probeRequested &= purpose != Purpose.PROBE;
        return new TradesQuery(sequence.pair(), sinceEpochNs, purpose == Purpose.GAP || purpose == Purpose.RESET);
    }

    private void track(long nowMonoNs) {
        tracking = true;
        openedAtMonoNs = nowMonoNs;
        limitReported = false;
        lastProgressMonoNs = nowMonoNs;
        long graceNs = sequence.isUnplaced() ? 0 : settings.grace().toNanos();
        nextQueryMonoNs = Math.max(nextQueryMonoNs, nowMonoNs + graceNs);
        cursorEpochNs = NO_CURSOR;
        attempts = 0;
        overdue = false;
        unusedIds.reset();
    }

    /** Whether no query follows now, because the gap was skipped at a limit or has too many trades. */
    private boolean isBeyondLimits(long nowMonoNs) {
        if (!limitsApply || sequence.isUnplaced()) {
            return false;
        }
        @Nullable String size = limits.exceededSize(sequence.missing());
        @Nullable String limit = size != null ? size : limits.exceededAge(nowMonoNs - openedAtMonoNs);
        if (limit == null) {
            return false;
        }
        if (settings.limitPolicy() == LimitPolicy.SKIP) {
            return sequence.skipToPending();
        }
        if (!limitReported) {
            limitReported = true;
            listener.onLimitExceeded(sequence.pair(), sequence.missing(), sequence.lastId(), limit);
        }
        if (size == null) {
            return false;
        }
        sequence.dropPending();
        nextQueryMonoNs = nowMonoNs + HOLD_NS;
        return true;
    }

    /** Processes the answer to the query in flight. Its trades pass through the same rule as all others. */
    public void onPage(TradesPage page, long nowMonoNs) {
        Purpose purpose = inFlight == null ? Purpose.PROBE : inFlight;
        inFlight = null;
        switch (purpose) {
            case RESET -> checkReset(page, nowMonoNs);
            case PROBE -> checkProbe(page);
            case LATE -> acceptAll(page);
            default -> fillGap(page, nowMonoNs);
        }
    }

    /** @param retryAfterNs minimum time until the next query */
    public void onFailure(long nowMonoNs, long retryAfterNs) {
        probeRequested |= inFlight == Purpose.PROBE;
        inFlight = null;
        nextQueryMonoNs = nowMonoNs + Math.max(retryAfterNs, nextDelayNs());
        reportOverdue(nowMonoNs);
    }

    private void checkReset(TradesPage page, long nowMonoNs) {
        @Nullable Trade newest = newest(page);
        boolean restarted = newest != null
                && newest.id() < sequence.lastId()
                && newest.timeEpochNs() > sequence.lastTimeEpochNs() + TradeSequence.MAX_DISORDER_NS;
        if (newest != null && (restarted || sequence.hasJumped(page.trades()))) {
            if (settings.resetPolicy() == ResetPolicy.FAIL && !sequence.isBaselineUnconfirmed()) {
                if (!resetHeld) {
                    resetHeld = true;
                    listener.onResetHeld(sequence.pair(), sequence.lastId(), newest.id());
                }
                nextQueryMonoNs = nowMonoNs + HOLD_NS;
                return;
            }
            sequence.rebase();
            tracking = false;
            return;
        }
        resetHeld = false;
        sequence.clearResetSuspicion();
        acceptAll(page);
    }

    private void checkProbe(TradesPage page) {
        for (Trade trade : page.trades()) {
            missedTradesFound |= trade.id() > sequence.lastId();
        }
        acceptAll(page);
        if (page.full() && !sequence.hasGap()) {
            probeRequested = true;
        }
    }

    private void fillGap(TradesPage page, long nowMonoNs) {
        long lastIdBefore = sequence.lastId();
        if (sequence.isUnplaced() && !findStart(page, nowMonoNs)) {
            scheduleNextPage(page, nowMonoNs);
            return;
        }
        acceptAll(page);
        if (!sequence.hasGap()) {
            tracking = false;
            return;
        }
        if (sequence.lastId() > lastIdBefore) {
            attempts = 0;
            lastProgressMonoNs = nowMonoNs;
        }
        @Nullable Trade newest = newest(page);
        if (newest != null && newest.id() > sequence.lastId()) {
            skipUnusedIds(newest.id(), nowMonoNs);
        } else {
            scheduleNextPage(page, nowMonoNs);
        }
    }

    /** The page has trades after the gap but none in it. */
    private void skipUnusedIds(long throughId, long nowMonoNs) {
        cursorEpochNs = NO_CURSOR;
        long unusedThroughId = unusedIds.observe(throughId, nowMonoNs);
        boolean skipped = false;
        while (sequence.hasGap() && sequence.skipUnusedIds(unusedThroughId)) {
            skipped = true;
        }
        nextQueryMonoNs = skipped ? nowMonoNs : unusedIds.recheckAtMonoNs();
        tracking = sequence.hasGap();
    }

    /** The page ends before the gap: continue with the next page, or repeat the query later if REST lags. */
    private void scheduleNextPage(TradesPage page, long nowMonoNs) {
        if (page.full()) {
            if (page.cursorEpochNs() > cursorEpochNs) {
                cursorEpochNs = page.cursorEpochNs();
            } else if (cursorEpochNs == NO_CURSOR) {
                cursorEpochNs = sequence.lastTimeEpochNs();
            } else {
                // More than a thousand trades at the same time: without this, every query would return the same page.
                cursorEpochNs++;
                listener.onCursorStuck(sequence.pair());
            }
            nextQueryMonoNs = nowMonoNs;
            return;
        }
        cursorEpochNs = NO_CURSOR;
        nextQueryMonoNs = nowMonoNs + nextDelayNs();
        reportOverdue(nowMonoNs);
    }

    private long nextDelayNs() {
        long delayNs = attempts >= 5 ? MAX_DELAY_NS : SECOND_NS << attempts;
        attempts++;
        return delayNs;
    }

    private void reportOverdue(long nowMonoNs) {
        if (tracking && !overdue && isOverdue(nowMonoNs)) {
            overdue = true;
            listener.onGapOverdue(sequence.pair(), sequence.lastId());
        }
    }

    private boolean isOverdue(long nowMonoNs) {
        return nowMonoNs - lastProgressMonoNs >= settings.timeout().toNanos();
    }

    /** Sets the baseline to the first trade at or after the start time. Returns false if this page does not determine it. */
    private boolean findStart(TradesPage page, long nowMonoNs) {
        for (Trade trade : page.trades()) {
            if (trade.timeEpochNs() >= sequence.lastTimeEpochNs() && !sequence.hasOldId(trade)) {
                sequence.startWith(trade);
                return true;
            }
        }
        if (page.full()) {
            return false;
        }
        @Nullable Trade pending = sequence.firstPendingSince(sequence.lastTimeEpochNs());
        if (pending != null && isOverdue(nowMonoNs)) {
            sequence.startWith(pending);
            return true;
        }
        @Nullable Trade newest = newest(page);
        if (pending == null && newest != null && !sequence.isRebased()) {
            sequence.startAfter(newest);
            return true;
        }
        return false;
    }

    private void acceptAll(TradesPage page) {
        for (SetAside row : page.setAside()) {
            sequence.setAside(row.id());
        }
        for (Trade trade : page.trades()) {
            sequence.accept(trade);
        }
        sequence.passSetAside();
    }

    private static @Nullable Trade newest(TradesPage page) {
        @Nullable Trade newest = null;
        for (Trade trade : page.trades()) {
            newest = newest == null || trade.id() > newest.id() ? trade : newest;
        }
        return newest;
    }
}
