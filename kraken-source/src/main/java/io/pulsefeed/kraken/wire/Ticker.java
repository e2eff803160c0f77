package io.pulsefeed.kraken.wire;

/**
 * One ticker as the venue sent it. Decimals keep the wire's digits and are valid JSON numbers.
 *
 * @param volume base units traded in the last 24 hours
 * @param dayChange percent against the price 24 hours ago, or null where the venue did not say
 * @param timeNanos event time in nanoseconds since 1970, or {@link #NO_TIME} where the venue did not say
 */
public record Ticker(
        Pair pair,
        String last,
        String bid,
        String ask,
        String volume,
        String dayChange,
        long timeNanos,
        Origin origin) {

    /** Tickers of v1, and of v2 before 2026, carry no time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    public Ticker at(long nanos) {
        return new Ticker(pair, last, bid, ask, volume, dayChange, nanos, origin);
    }
}
