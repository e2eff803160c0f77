package io.pulsefeed.timescale.config;

/** How records without a value are handled. */
public enum Tombstones {
    IGNORE,
    REJECT
}
