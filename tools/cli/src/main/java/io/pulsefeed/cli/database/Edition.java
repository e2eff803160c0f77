package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;

/** The edition of TimescaleDB, which determines how analytics are created. */
public enum Edition {
    /** No TimescaleDB: plain tables and views. */
    PLAIN(" without TimescaleDB", "analytics are plain views"),
    /** Hypertables, but no continuous aggregates. */
    APACHE(" (Apache edition)", "analytics are plain views"),
    COMMUNITY(" (Community edition)", "candles are continuous aggregates, other analytics plain views");

    private final String name;
    private final String consequence;

    Edition(String name, String consequence) {
        this.name = name;
        this.consequence = consequence;
    }

    public static Edition of(Database database) {
        boolean extension = database.count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") > 0;
        if (!extension) {
            return PLAIN;
        }
        // The setting exists only after the extension's library is loaded into the session, which its first use does.
        database.rows("SELECT 1 FROM timescaledb_information.hypertables LIMIT 0");
        String license = database.rows("SELECT current_setting('timescaledb.license', true)")
                .get(0)
                .get(0);
        return "timescale".equals(license) ? COMMUNITY : APACHE;
    }

    /** Describes a server of this edition for the user. */
    String describe(Database database) {
        return database.serverVersion() + name + ": " + consequence + ".";
    }
}
