package io.pulsefeed.emotibit.record;

import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Clock;
import java.util.function.LongUnaryOperator;

/**
 * Limits record timestamps to what brokers accept: by default, at most one hour after the time of the broker. One refused record
 * ends the task, and with it the sessions of all devices.
 *
 * <p>The broker's time is not known. It is at most the time of this host, and if the clock of this host was set since the start, at
 * most 30 min after the time that has passed since then. Timestamps in record values are not limited.
 */
public final class TimestampLimit implements LongUnaryOperator {

    private static final long TOLERANCE_MS = 60_000;
    private static final long STEP_TOLERANCE_MS = 1_800_000;
    private static final long NS_PER_MS = 1_000_000;

    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final long startEpochMs;
    private final long startMonoNs;

    public TimestampLimit(Clock clock, MonotonicClock monotonicClock) {
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.startEpochMs = clock.millis();
        this.startMonoNs = monotonicClock.nowNs();
    }

    /** The timestamp, or the latest one that brokers accept. */
    @Override
    public long applyAsLong(long epochMs) {
        long passedMs = (monotonicClock.nowNs() - startMonoNs) / NS_PER_MS;
        return Math.min(epochMs, Math.min(clock.millis() + TOLERANCE_MS, startEpochMs + passedMs + STEP_TOLERANCE_MS));
    }
}
