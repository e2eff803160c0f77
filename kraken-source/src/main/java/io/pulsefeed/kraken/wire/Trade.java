package io.pulsefeed.kraken.wire;

import io.pulsefeed.commons.delivery.ReceiveTime;

/**
 * One trade as Kraken sent it.
 *
 * @param id consecutive per pair: one higher than the id of the pair's previous trade; {@link #NO_ID} in v1
 * @param price quote units per base unit, with the digits of the wire; a valid JSON number
 * @param volume base units, with the digits of the wire; a valid JSON number
 * @param timeEpochNs event time in nanoseconds since 1970; not unique
 * @param buy whether the taker bought
 * @param recvEpochNs receive time in nanoseconds since 1970, or {@link ReceiveTime#UNKNOWN}
 */
public record Trade(
        Pair pair,
        long id,
        String price,
        String volume,
        long timeEpochNs,
        boolean buy,
        OrderType orderType,
        Origin origin,
        long recvEpochNs) {

    /** WebSocket v1 sends no trade ids. */
    public static final long NO_ID = -1;

    public Trade(
            Pair pair,
            long id,
            String price,
            String volume,
            long timeEpochNs,
            boolean buy,
            OrderType orderType,
            Origin origin) {
        this(pair, id, price, volume, timeEpochNs, buy, orderType, origin, ReceiveTime.UNKNOWN);
    }

    public Trade withId(long newId) {
        return new Trade(pair, newId, price, volume, timeEpochNs, buy, orderType, origin, recvEpochNs);
    }

    public Trade receivedAt(long newRecvEpochNs) {
        return new Trade(pair, id, price, volume, timeEpochNs, buy, orderType, origin, newRecvEpochNs);
    }
}
