package io.pulsefeed.simulators.kraken.market;

/**
 * The ticker of a pair at one moment, with prices and quantities in v2 format.
 *
 * @param changePct against 24 hours ago, percent with two decimals
 */
public record Ticker(
        Market market,
        String bid,
        String bidQty,
        String ask,
        String askQty,
        String last,
        String lastQty,
        String volume,
        String vwap,
        String low,
        String high,
        String open,
        String change,
        String changePct,
        long trades,
        long timestampNs) {}
