package io.pulsefeed.emotibit.clock;

import java.time.Clock;
import java.time.Instant;

/** Reads wall clocks in the resolution of published times. */
public final class WallClock {

    private static final long US_PER_SECOND = 1_000_000;

    private WallClock() {}

    /** Microseconds since 1970. */
    public static long nowEpochUs(Clock clock) {
        Instant now = clock.instant();
        return now.getEpochSecond() * US_PER_SECOND + now.getNano() / 1000;
    }
}
