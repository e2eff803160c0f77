package io.pulsefeed.timescale.config;

/** How top-level fields without a mapping are handled. */
public enum SchemaEvolution {
    NONE,
    /** Add a column for each. */
    ADD
}
