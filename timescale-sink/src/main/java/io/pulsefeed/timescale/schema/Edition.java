package io.pulsefeed.timescale.schema;

/** What kind of server this is. Never inferred from a version: many vendors ship the Apache edition. */
public enum Edition {
    /** No TimescaleDB: ordinary tables. */
    PLAIN,
    /** Hypertables, but no policies, compression or continuous aggregates. */
    APACHE,
    COMMUNITY;

    public String description() {
        return switch (this) {
            case PLAIN -> "plain PostgreSQL";
            case APACHE -> "the Apache edition of TimescaleDB";
            case COMMUNITY -> "the Community edition of TimescaleDB";
        };
    }
}
