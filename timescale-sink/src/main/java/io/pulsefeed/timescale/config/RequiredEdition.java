package io.pulsefeed.timescale.config;

/** The least server that will do; in the order of {@link io.pulsefeed.timescale.schema.Edition}. */
public enum RequiredEdition {
    ANY,
    APACHE,
    COMMUNITY
}
