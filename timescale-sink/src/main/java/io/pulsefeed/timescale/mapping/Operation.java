package io.pulsefeed.timescale.mapping;

/** What a row does to the row with the same key. */
public enum Operation {
    UPSERT,
    DELETE
}
