package io.pulsefeed.kraken.wire;

/**
 * A question to REST {@code Trades}.
 *
 * @param sinceNanos trades from about this time on, nanoseconds since 1970; {@link #NEWEST} for the newest ones
 */
public record TradesQuery(Pair pair, long sinceNanos) {

    public static final long NEWEST = -1;
}
