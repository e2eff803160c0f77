package io.pulsefeed.kraken.config;

/** The first trade of a pair without a stored offset. */
public enum StartMode {
    /** The first trade after the snapshot. */
    LATEST,
    /** The oldest trade of the snapshot, which holds the latest 50. */
    SNAPSHOT,
    /** The first trade at or after a time, from REST. */
    TIME
}
