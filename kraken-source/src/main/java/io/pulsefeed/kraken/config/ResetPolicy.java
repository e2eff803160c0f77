package io.pulsefeed.kraken.config;

/** What happens when Kraken resets the trade ids of a pair. */
public enum ResetPolicy {
    FAIL,
    REBASE
}
