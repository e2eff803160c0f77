package io.pulsefeed.kraken.config;

/** Spelling of Bitcoin and Dogecoin in record keys and values. */
public enum PairSpelling {
    /** {@code XBT/USD}, {@code XDG/USD}. */
    KRAKEN,
    /** {@code BTC/USD}, {@code DOGE/USD}. */
    COMMON
}
