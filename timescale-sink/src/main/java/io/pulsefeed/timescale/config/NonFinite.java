package io.pulsefeed.timescale.config;

/** How NaN and the infinities are handled when they arrive as text. */
public enum NonFinite {
    REJECT,
    ACCEPT
}
