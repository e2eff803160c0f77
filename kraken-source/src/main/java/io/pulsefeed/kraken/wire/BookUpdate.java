package io.pulsefeed.kraken.wire;

import java.util.List;

/**
 * One message of an order book. Decimals keep the digits of the wire and are valid JSON numbers.
 *
 * @param bids changed levels, in wire order; all levels in a snapshot
 * @param checksum CRC-32 of the ten best levels after this message, or {@link #NO_CHECKSUM}
 * @param timeEpochNs event time in nanoseconds since 1970, or {@link Ticker#NO_TIME}
 */
public record BookUpdate(
        Pair pair, List<Level> bids, List<Level> asks, long checksum, long timeEpochNs, Origin origin) {

    public static final long NO_CHECKSUM = -1;

    /** A price and the quantity at it; a quantity of 0 removes the price. */
    public record Level(String price, String quantity) {}

    public boolean isSnapshot() {
        return origin == Origin.SNAPSHOT;
    }
}
