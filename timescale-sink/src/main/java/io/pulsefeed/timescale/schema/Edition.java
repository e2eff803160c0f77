package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.RequiredEdition;

/** The kind of database server. It is never inferred from a version, because many vendors ship the Apache edition. */
public enum Edition {
    /** PostgreSQL without TimescaleDB: ordinary tables. */
    PLAIN(0, "plain PostgreSQL"),
    /** Hypertables, but no policies, compression or continuous aggregates. */
    APACHE(1, "the Apache edition of TimescaleDB"),
    COMMUNITY(2, "the Community edition of TimescaleDB");

    private final int metricValue;
    private final String description;

    Edition(int metricValue, String description) {
        this.metricValue = metricValue;
        this.description = description;
    }

    /** The value of the metric {@code edition}. */
    public int metricValue() {
        return metricValue;
    }

    public String description() {
        return description;
    }

    public boolean satisfies(RequiredEdition required) {
        return switch (required) {
            case ANY -> true;
            case APACHE -> this != PLAIN;
            case COMMUNITY -> this == COMMUNITY;
        };
    }
}
