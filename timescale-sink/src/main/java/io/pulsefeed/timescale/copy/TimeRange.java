package io.pulsefeed.timescale.copy;

import java.util.function.LongSupplier;

/**
 * The times that a row may carry. The server takes the year 1500 without complaint and makes a chunk for it.
 *
 * @param lateMicros rows before it are older than the table's retention: written, and counted
 * @param minMicros first allowed microsecond since 1970
 * @param maxMicros last allowed one; both are asked at each check, because they may follow the clock
 */
public record TimeRange(LongSupplier minMicros, LongSupplier maxMicros, LongSupplier lateMicros) {

    TimeRange withLate(LongSupplier micros) {
        return new TimeRange(minMicros, maxMicros, micros);
    }

    public boolean contains(long micros) {
        return micros >= minMicros.getAsLong() && micros <= maxMicros.getAsLong();
    }
}
