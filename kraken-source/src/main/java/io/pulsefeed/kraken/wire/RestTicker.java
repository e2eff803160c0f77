package io.pulsefeed.kraken.wire;

/**
 * The last trade and the best prices of a pair, as REST {@code Ticker} reports them. Decimals keep the digits of the wire.
 *
 * @param lastVolume volume of the last trade
 * @param todayVolume volume since midnight UTC, which grows with every trade
 */
public record RestTicker(Pair pair, String last, String lastVolume, String todayVolume, String bid, String ask) {}
