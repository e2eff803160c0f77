package io.pulsefeed.timescale.config;

/** Whether the sink creates missing tables. */
public enum AutoCreate {
    /** Only the tables of a built-in profile. */
    AUTO,
    TRUE,
    FALSE
}
