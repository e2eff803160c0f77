package io.pulsefeed.kraken.config;

/** What an alert compares the price with. */
public enum AlertMode {
    /** The lowest and the highest price of the alert window. */
    WINDOW,
    /** The previous ticker, without a cooldown. */
    PREVIOUS,
    /** Alerts are disabled. */
    OFF
}
