package io.pulsefeed.timescale.config;

/** Whether missing tables are created. */
enum AutoCreate {
    /** Those of a built-in profile, and no others. */
    AUTO,
    TRUE,
    FALSE
}
