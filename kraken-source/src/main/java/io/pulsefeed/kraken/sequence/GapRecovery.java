package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.config.ResetPolicy;
import io.pulsefeed.kraken.config.StartMode;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Decides what to ask REST about one pair, when, and when to stop asking. Start, reconnect and loss in mid-stream are the same
 * to it: a {@link TradeSequence} with a gap. Times named {@code now} are nanoseconds of a monotonic clock.
 */
public final class GapRecovery {

    /** Whether REST's lower bound is inclusive is not documented, and it rounds times: ask from a little before. */
    private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_DELAY = TimeUnit.SECONDS.toNanos(30);
    private static final long UNSET = Long.MIN_VALUE;

    private enum Purpose {
        GAP,
        PROBE,
        RESET
    }

    private final TradeSequence sequence;
    private final SequenceSettings settings;
    private final SequenceListener events;
    private final Clock clock;
    private final BackfillLimits limits;
    private final UnusedIdDetector proof = new UnusedIdDetector();

    private Purpose inFlight;
    private boolean tracking;
    private long progressAt;
    private long nextAt = UNSET;
    private long cursor = UNSET;
    private int attempts;
    private boolean overdue;
    /** Whoever gives a start time wants everything since then, however much it is; the limits are for surprises. */
    private boolean limitsHold;

    private boolean probeWanted;
    private boolean probeFoundMissing;

    public GapRecovery(TradeSequence sequence, SequenceSettings settings, SequenceListener events, Clock clock) {
        this.sequence = sequence;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.limits = new BackfillLimits(settings, clock);
        this.limitsHold = settings.start().mode() != StartMode.TIME;
    }

    /** Goes on behind a stored trade: what is missing since then is a surprise. */
    void resumed() {
        limitsHold = true;
    }

    /** Asks REST once for what came after the last trade, gap or not. */
    public void probe() {
        probeWanted = true;
    }

    /** Whether a probe brought trades that the socket should have brought long before; asking forgets it. */
    public boolean takeProbeFoundMissing() {
        boolean found = probeFoundMissing;
        probeFoundMissing = false;
        return found;
    }

    /**
     * The question to ask now, or null. Until its answer or failure is given back no other follows.
     *
     * @throws SequenceFailure when the gap is beyond the limits and the user wants to decide himself
     */
    public TradesQuery next(long now) {
        if (inFlight != null) {
            return null;
        }
        if (sequence.isResetSuspected()) {
            return ask(now, Purpose.RESET, TradesQuery.NEWEST);
        }
        if (!sequence.hasGap()) {
            tracking = false;
            limitsHold = true;
            if (probeWanted && !sequence.isUnplaced()) {
                return ask(now, Purpose.PROBE, sequence.lastNanos() - MARGIN);
            }
            return null;
        }
        if (!tracking) {
            track(now);
        }
        if (now < nextAt || cursor == UNSET && skipsBeyondLimits()) {
            return null;
        }
        return ask(now, Purpose.GAP, cursor == UNSET ? sequence.lastNanos() - MARGIN : cursor);
    }

    private TradesQuery ask(long now, Purpose purpose, long since) {
        if (purpose != Purpose.GAP && now < nextAt) {
            return null;
        }
        inFlight = purpose;
        probeWanted &= purpose != Purpose.PROBE;
        return new TradesQuery(sequence.pair(), since);
    }

    private void track(long now) {
        tracking = true;
        progressAt = now;
        nextAt = Math.max(
                nextAt, sequence.isUnplaced() ? now : now + settings.grace().toNanos());
        cursor = UNSET;
        attempts = 0;
        overdue = false;
        proof.clear();
    }

    private boolean skipsBeyondLimits() {
        return limitsHold && !sequence.isUnplaced() && limits.skips(sequence);
    }

    /** Takes one page of REST; its trades go through the same rule as any other. */
    public void answered(TradesPage page, long now) {
        Purpose purpose = inFlight;
        inFlight = null;
        switch (purpose == null ? Purpose.PROBE : purpose) {
            case RESET -> checkReset(page);
            case PROBE -> checkProbe(page);
            default -> fill(page, now);
        }
    }

    /** The question was not answered; {@code retryAfterNanos} is how long the venue should be left alone at least. */
    public void failed(long now, long retryAfterNanos) {
        probeWanted |= inFlight == Purpose.PROBE;
        inFlight = null;
        nextAt = now + Math.max(retryAfterNanos, delay());
        warnWhenOverdue(now);
    }

    private void checkReset(TradesPage page) {
        Trade newest = newest(page);
        if (newest != null
                && newest.id() < sequence.lastId()
                && newest.timeNanos() > sequence.lastNanos() + TradeSequence.RESET_SECOND) {
            if (settings.resetPolicy() == ResetPolicy.FAIL) {
                throw new SequenceException("Pair " + sequence.pair()
                        + ": the venue numbers its trades anew. The last trade was "
                        + sequence.lastId() + ", the newest is now " + newest.id() + ", both by WebSocket and by REST."
                        + " Set reset.policy=rebase to go on with the new numbers, then restart the task.");
            }
            sequence.rebase();
            tracking = false;
            return;
        }
        sequence.trustNumbering();
        feed(page);
    }

    private void checkProbe(TradesPage page) {
        long shouldHaveCome = TimeUnit.MILLISECONDS.toNanos(clock.millis()) - UnusedIdDetector.RECHECK;
        for (Trade trade : page.trades()) {
            probeFoundMissing |= trade.id() > sequence.lastId() && trade.timeNanos() < shouldHaveCome;
        }
        feed(page);
        if (page.full() && !sequence.hasGap()) {
            probeWanted = true;
        }
    }

    private void fill(TradesPage page, long now) {
        long before = sequence.lastId();
        if (sequence.isUnplaced() && !place(page, now)) {
            askOn(page, now);
            return;
        }
        feed(page);
        if (!sequence.hasGap()) {
            tracking = false;
            return;
        }
        if (sequence.lastId() > before) {
            attempts = 0;
            progressAt = now;
        }
        Trade newest = newest(page);
        if (newest != null && newest.id() > sequence.lastId()) {
            judgeHole(newest.id(), now);
        } else {
            askOn(page, now);
        }
    }

    /** REST knows trades behind the hole but none in it. */
    private void judgeHole(long through, long now) {
        cursor = UNSET;
        long proven = proof.observe(through, now);
        boolean moved = false;
        while (sequence.hasGap() && sequence.voidBefore(proven)) {
            moved = true;
        }
        nextAt = moved ? now : proof.provableAt();
        tracking = sequence.hasGap();
    }

    /** Nothing new in this page: the next one, or the same question again when REST lags. */
    private void askOn(TradesPage page, long now) {
        if (page.full()) {
            if (page.lastNanos() > cursor) {
                cursor = page.lastNanos();
            } else {
                // More than a thousand trades within a nanosecond: the cursor would stand still for ever.
                cursor++;
                events.cursorStuck(sequence.pair());
            }
            nextAt = now;
            return;
        }
        cursor = UNSET;
        nextAt = now + delay();
        warnWhenOverdue(now);
    }

    private long delay() {
        long delay = attempts >= 5 ? MAX_DELAY : SECOND << attempts;
        attempts++;
        return delay;
    }

    private void warnWhenOverdue(long now) {
        if (tracking && !overdue && isOverdue(now)) {
            overdue = true;
            events.gapOverdue(sequence.pair(), sequence.lastId());
        }
    }

    private boolean isOverdue(long now) {
        return now - progressAt >= settings.timeout().toNanos();
    }

    /** Finds the first trade at or behind the start time; false when this page does not tell. */
    private boolean place(TradesPage page, long now) {
        for (Trade trade : page.trades()) {
            if (trade.timeNanos() >= sequence.lastNanos() && !sequence.isOfOldNumbering(trade)) {
                sequence.placeBefore(trade);
                return true;
            }
        }
        if (page.full()) {
            return false;
        }
        Trade waiting = sequence.firstPendingSince(sequence.lastNanos());
        if (waiting != null && isOverdue(now)) {
            sequence.placeBefore(waiting);
            return true;
        }
        Trade newest = newest(page);
        if (waiting == null && newest != null && !sequence.isRebased()) {
            sequence.placeAfter(newest);
            return true;
        }
        return false;
    }

    private void feed(TradesPage page) {
        for (Trade trade : page.trades()) {
            sequence.accept(trade);
        }
    }

    private static Trade newest(TradesPage page) {
        Trade newest = null;
        for (Trade trade : page.trades()) {
            newest = newest == null || trade.id() > newest.id() ? trade : newest;
        }
        return newest;
    }
}
