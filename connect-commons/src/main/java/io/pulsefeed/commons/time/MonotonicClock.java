package io.pulsefeed.commons.time;

import java.util.concurrent.TimeUnit;

/**
 * A clock that never steps, for timeouts and intervals. Its readings have no relation to the time of day: compare them with
 * readings of the same clock only, and by subtraction, because the count may overflow.
 */
@FunctionalInterface
public interface MonotonicClock {

    MonotonicClock SYSTEM = System::nanoTime;

    /** The current reading in nanoseconds. */
    long nowNs();

    /** Blocks for {@code durationNs} of this clock's time. A virtual clock overrides it. */
    default void sleep(long durationNs) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(durationNs);
    }
}
