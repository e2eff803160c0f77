package io.pulsefeed.kraken.config;

/** What makes Kraken send a ticker. */
public enum TickerTrigger {
    TRADES,
    /** Every change of the best bid or the best ask. */
    BBO
}
