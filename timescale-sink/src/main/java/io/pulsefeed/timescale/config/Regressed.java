package io.pulsefeed.timescale.config;

/** What to do when a partition starts below the stored position. */
public enum Regressed {
    FAIL,
    ACCEPT
}
