package io.pulsefeed.kraken.wire;

/**
 * A request to REST {@code Trades}.
 *
 * @param sinceEpochNs trades from about this time on, nanoseconds since 1970; {@link #NEWEST} for the newest ones
 */
public record TradesQuery(Pair pair, long sinceEpochNs) {

    public static final long NEWEST = -1;
}
