package io.pulsefeed.emotibit.client;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The host's two clocks.
 *
 * @param wall wall time, which is published and told to devices
 * @param nanos a count that never steps, for timeouts and intervals
 */
public record HostTime(Clock wall, LongSupplier nanos) {

    public static final HostTime SYSTEM = new HostTime(Clock.systemUTC(), System::nanoTime);

    private static final long MICROS = 1_000_000;

    /** Microseconds since 1970. */
    public long epochMicros() {
        Instant now = wall.instant();
        return now.getEpochSecond() * MICROS + now.getNano() / 1000;
    }

    public long nanoTime() {
        return nanos.getAsLong();
    }
}
