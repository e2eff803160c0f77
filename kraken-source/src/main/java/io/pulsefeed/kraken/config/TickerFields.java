package io.pulsefeed.kraken.config;

/** The fields of ticker records. */
public enum TickerFields {
    DEFAULT,
    /** Also spread, vwap, high and low. */
    EXTENDED
}
