package io.pulsefeed.timescale.copy;

import java.util.function.LongSupplier;

/**
 * The times that a row may carry. The server takes the year 1500 without complaint and makes a chunk for it.
 *
 * @param minMicros first allowed microsecond since 1970
 * @param maxMicros last allowed one; both are asked at each check, because they may follow the clock
 */
public record TimeRange(LongSupplier minMicros, LongSupplier maxMicros) {

    public boolean contains(long micros) {
        return micros >= minMicros.getAsLong() && micros <= maxMicros.getAsLong();
    }
}
