package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;

/** Whether the chunk of a time was dropped, as a retention does, instead of its rows. */
final class DroppedChunks {

    private static final String CHUNKS =
            """
            SELECT count(*) FROM timescaledb_information.chunks
            WHERE hypertable_schema = current_schema() AND hypertable_name = ?
              AND range_start <= to_timestamp(?) AND range_end > to_timestamp(?)""";

    private final Database database;
    private final boolean hasTimescale;

    DroppedChunks(Database database) {
        this.database = database;
        this.hasTimescale = database.count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") > 0;
    }

    /** @param hour in seconds since 1970 */
    boolean hasDropped(String table, long hour) {
        return hasTimescale
                && database.count(
                                "SELECT count(*) FROM timescaledb_information.hypertables"
                                        + " WHERE hypertable_schema = current_schema() AND hypertable_name = ?",
                                table)
                        > 0
                && database.count(CHUNKS, table, hour, hour) == 0;
    }
}
