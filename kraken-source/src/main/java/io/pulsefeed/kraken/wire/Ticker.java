package io.pulsefeed.kraken.wire;

import io.pulsefeed.commons.delivery.ReceiveTime;
import org.jspecify.annotations.Nullable;

/**
 * One ticker as Kraken sent it. Decimals keep the digits of the wire and are valid JSON numbers.
 *
 * @param volume base units traded in the last 24 hours
 * @param dayChange percent change over the last 24 hours, if Kraken sent it
 * @param day averages and extremes, for extended records
 * @param timeEpochNs event time in nanoseconds since 1970, or {@link #NO_TIME}
 * @param recvEpochNs receive time in nanoseconds since 1970, or {@link ReceiveTime#UNKNOWN}
 */
public record Ticker(
        Pair pair,
        String last,
        String bid,
        String ask,
        String volume,
        @Nullable String dayChange,
        DayRange day,
        long timeEpochNs,
        Origin origin,
        long recvEpochNs) {

    /** Tickers of v1, and of v2 before 2026, have no time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** Volume-weighted average, highest and lowest price of the last 24 hours, as far as Kraken sent them. */
    public record DayRange(@Nullable String vwap, @Nullable String high, @Nullable String low) {

        /** Leaves out what is not a number. */
        static DayRange of(@Nullable String vwap, @Nullable String high, @Nullable String low) {
            return new DayRange(numberOrNull(vwap), numberOrNull(high), numberOrNull(low));
        }

        private static @Nullable String numberOrNull(@Nullable String text) {
            return Decimals.isNumber(text) ? text : null;
        }
    }

    public Ticker(
            Pair pair,
            String last,
            String bid,
            String ask,
            String volume,
            @Nullable String dayChange,
            DayRange day,
            long timeEpochNs,
            Origin origin) {
        this(pair, last, bid, ask, volume, dayChange, day, timeEpochNs, origin, ReceiveTime.UNKNOWN);
    }

    public Ticker withTime(long newTimeEpochNs) {
        return new Ticker(pair, last, bid, ask, volume, dayChange, day, newTimeEpochNs, origin, recvEpochNs);
    }

    public Ticker receivedAt(long newRecvEpochNs) {
        return new Ticker(pair, last, bid, ask, volume, dayChange, day, timeEpochNs, origin, newRecvEpochNs);
    }
}
