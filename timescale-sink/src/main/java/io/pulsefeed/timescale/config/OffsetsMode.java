package io.pulsefeed.timescale.config;

/** Where the position in each partition is kept. */
public enum OffsetsMode {
    DATABASE,
    KAFKA
}
