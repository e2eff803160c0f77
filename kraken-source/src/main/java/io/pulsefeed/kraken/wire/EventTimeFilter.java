package io.pulsefeed.kraken.wire;

/**
 * Follows the event times of a pair and ignores single odd ones: a query that starts at an odd time would return nothing, or years of
 * trades. A time far from its predecessor counts only if the next one confirms it, as after a step of Kraken's clock.
 */
public final class EventTimeFilter {

    private static final long MAX_STEP_NS = 3_600_000_000_000L;
    private static final long NONE = Long.MIN_VALUE;

    private long timeEpochNs = NONE;
    private long unconfirmedEpochNs = NONE;

    /** Forgets all earlier times. */
    public void reset(long newTimeEpochNs) {
        timeEpochNs = newTimeEpochNs;
        unconfirmedEpochNs = NONE;
    }

    /**
     * Adds the next event time.
     *
     * @param plausibleUntilEpochNs a later time needs a confirmation if it is far from its predecessor
     * @return the latest time that is not odd
     */
    public long add(long newTimeEpochNs, long plausibleUntilEpochNs) {
        long stepNs = newTimeEpochNs - timeEpochNs;
        boolean odd = stepNs < -MAX_STEP_NS || stepNs > MAX_STEP_NS && newTimeEpochNs > plausibleUntilEpochNs;
        boolean confirmed = unconfirmedEpochNs != NONE && Math.abs(newTimeEpochNs - unconfirmedEpochNs) <= MAX_STEP_NS;
        if (timeEpochNs == NONE || !odd || confirmed) {
            reset(newTimeEpochNs);
        } else {
            unconfirmedEpochNs = newTimeEpochNs;
        }
        return timeEpochNs;
    }
}
