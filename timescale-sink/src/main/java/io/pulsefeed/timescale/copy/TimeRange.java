package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.config.RecordConfig;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The valid times of a row, in microseconds since 1970. The bounds are read at each check, because they can follow the clock.
 *
 * @param minMicros first valid time
 * @param maxMicros last valid time
 * @param lateBeforeMicros rows before it are older than the retention of the table: they are written and counted
 */
public record TimeRange(LongSupplier minMicros, LongSupplier maxMicros, LongSupplier lateBeforeMicros) {

    static TimeRange of(RecordConfig config, Clock clock) {
        return new TimeRange(
                config.timeMin().epochMicros(clock), config.timeMax().epochMicros(clock), () -> Long.MIN_VALUE);
    }

    TimeRange withLateBefore(LongSupplier epochMicros) {
        return new TimeRange(minMicros, maxMicros, epochMicros);
    }

    boolean contains(long epochMicros) {
        return epochMicros >= minMicros.getAsLong() && epochMicros <= maxMicros.getAsLong();
    }
}
