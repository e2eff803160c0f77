package io.pulsefeed.timescale.config;

/** What to do with NaN and the infinities spelled as text. */
public enum NonFinite {
    REJECT,
    ACCEPT
}
