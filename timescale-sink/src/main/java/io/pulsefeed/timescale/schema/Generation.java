package io.pulsefeed.timescale.schema;

/** How the server produces the value of a column. */
public enum Generation {
    /** The statement supplies the value, or the default of the column applies. */
    NONE,
    /** GENERATED ALWAYS AS IDENTITY. */
    IDENTITY_ALWAYS,
    /** GENERATED ALWAYS AS (expression), which no statement can set. */
    COMPUTED
}
