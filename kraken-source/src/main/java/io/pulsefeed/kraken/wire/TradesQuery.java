package io.pulsefeed.kraken.wire;

/**
 * A request to REST {@code Trades}.
 *
 * @param sinceEpochNs trades from about this time on, nanoseconds since 1970; {@link #NEWEST} for the newest ones
 * @param isUrgent whether trades wait for the answer, so that the request precedes checks and historical backfills
 */
public record TradesQuery(Pair pair, long sinceEpochNs, boolean isUrgent) {

    public static final long NEWEST = -1;

    /** A request that no trade waits for. */
    public TradesQuery(Pair pair, long sinceEpochNs) {
        this(pair, sinceEpochNs, false);
    }
}
