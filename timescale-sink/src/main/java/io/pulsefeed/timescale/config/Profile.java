package io.pulsefeed.timescale.config;

/** Built-in sets of mappings. */
public enum Profile {
    NONE,
    CRYPTOVIZ,
    EMOTIBIT
}
