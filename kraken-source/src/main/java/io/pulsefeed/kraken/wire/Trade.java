package io.pulsefeed.kraken.wire;

/**
 * One trade as the venue sent it.
 *
 * @param id the venue's number of this trade, one higher than that of the pair's trade before; {@link #NO_ID} from v1
 * @param price quote units per base unit, the wire's digits, a valid JSON number
 * @param volume base units, the wire's digits, a valid JSON number
 * @param timeNanos event time, nanoseconds since 1970; several trades may share it
 * @param buy whether the taker bought
 */
public record Trade(
        Pair pair,
        long id,
        String price,
        String volume,
        long timeNanos,
        boolean buy,
        OrderType orderType,
        Origin origin) {

    /** WebSocket v1 numbers no trades. */
    public static final long NO_ID = -1;
}
