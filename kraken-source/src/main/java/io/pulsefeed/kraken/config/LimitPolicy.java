package io.pulsefeed.kraken.config;

/** What happens to a gap that exceeds the backfill limits. */
public enum LimitPolicy {
    FAIL,
    SKIP
}
