package io.pulsefeed.timescale.config;

/** What to do with fields that no mapping asks for. */
public enum SchemaEvolution {
    NONE,
    ADD
}
