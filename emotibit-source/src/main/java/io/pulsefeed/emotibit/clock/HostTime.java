package io.pulsefeed.emotibit.clock;

import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Clock;

/**
 * The difference between the wall clock and the monotonic clock of this host. It changes when the wall clock is set; a clock that is
 * only slewed is followed smoothly. Not thread-safe.
 */
public final class HostTime {

    private static final long NS_PER_US = 1_000;
    private static final long INTERVAL_NS = 20_000_000;
    /** Both clocks cannot be read at once. A reading during which the thread was interrupted is repeated later. */
    private static final long MAX_READ_NS = 200_000;

    private static final int MAX_SKIPPED = 50;
    private static final long STEP_US = 20_000;
    private static final int SMOOTHING = 16;

    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private long readAtMonoNs;
    private long offsetUs;
    private int skipped = MAX_SKIPPED;
    private boolean known;

    public HostTime(Clock clock, MonotonicClock monotonicClock) {
        this.clock = clock;
        this.monotonicClock = monotonicClock;
    }

    /** Microseconds since 1970 minus microseconds of the monotonic clock. */
    public long offsetUs() {
        long beforeNs = monotonicClock.nowNs();
        if (known && beforeNs - readAtMonoNs < INTERVAL_NS) {
            return offsetUs;
        }
        long epochUs = WallClock.nowEpochUs(clock);
        long afterNs = monotonicClock.nowNs();
        if (afterNs - beforeNs > MAX_READ_NS && skipped < MAX_SKIPPED) {
            skipped++;
            return offsetUs;
        }
        skipped = 0;
        readAtMonoNs = beforeNs;
        long readUs = epochUs - (beforeNs + (afterNs - beforeNs) / 2) / NS_PER_US;
        boolean stepped = !known || Math.abs(readUs - offsetUs) > STEP_US;
        offsetUs = stepped ? readUs : offsetUs + (readUs - offsetUs) / SMOOTHING;
        known = true;
        return offsetUs;
    }
}
