package io.pulsefeed.testing;

/** The kinds of servers that tests distinguish. */
public enum TestEdition {
    /** PostgreSQL without TimescaleDB. */
    PLAIN,
    /** Hypertables only. */
    APACHE,
    /** Hypertables, policies, compression and continuous aggregates. */
    COMMUNITY
}
