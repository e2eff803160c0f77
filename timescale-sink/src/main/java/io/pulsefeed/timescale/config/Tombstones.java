package io.pulsefeed.timescale.config;

/** What to do with a record without a value. */
public enum Tombstones {
    IGNORE,
    REJECT
}
