package io.pulsefeed.emotibit.session;

import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Wall clock and monotonic clock of a test, which advance only when the test advances them. */
public final class VirtualClock extends Clock implements MonotonicClock {

    static final long START_EPOCH_US = 1_700_000_000_000_000L;

    private long epochUs = START_EPOCH_US;
    private long stepUs;

    long epochUs() {
        return epochUs + stepUs;
    }

    /** Sets the wall clock; the monotonic clock continues. */
    void stepWallUs(long us) {
        stepUs += us;
    }

    public void advanceUs(long us) {
        epochUs += us;
    }

    @Override
    public long nowNs() {
        return (epochUs - START_EPOCH_US) * 1000;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(epochUs() / 1_000_000, epochUs() % 1_000_000 * 1000);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
