package io.pulsefeed.timescale.config;

/** The minimum server that the sink accepts. */
public enum RequiredEdition {
    /** Plain PostgreSQL or TimescaleDB. */
    ANY,
    /** TimescaleDB of either edition. */
    APACHE,
    COMMUNITY
}
