package io.pulsefeed.timescale.config;

/** Sets of mappings that come with the sink. */
public enum Profile {
    NONE,
    CRYPTOVIZ,
    EMOTIBIT
}
