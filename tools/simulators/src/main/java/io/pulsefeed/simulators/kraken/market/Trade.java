package io.pulsefeed.simulators.kraken.market;

/**
 * One trade. Price and quantity have the digits of WebSocket v2.
 *
 * @param pair name on WebSocket v2, such as {@code BTC/USD}
 * @param id trade id, per pair
 * @param price quote units per base unit, fixed number of decimals
 * @param qty base units, fixed number of decimals
 * @param side of the taker: {@code buy} or {@code sell}
 * @param ordType of the taker: {@code limit} or {@code market}
 * @param timestampNs nanoseconds since the epoch; the WebSocket has microseconds
 */
public record Trade(String pair, long id, String price, String qty, String side, String ordType, long timestampNs) {

    /** True for {@code buy}. */
    public boolean isBuy() {
        return side.equals("buy");
    }
}
