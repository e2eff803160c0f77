package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The jobs of TimescaleDB Community, which drop, compress and aggregate rows. */
final class JobHealth {

    /** Without the jobs of the server itself, which belong to no table. */
    private static final String FAILED =
            """
            SELECT count(*) FROM timescaledb_information.job_stats
            WHERE last_run_status = 'Failed' AND hypertable_name IS NOT NULL""";

    private JobHealth() {}

    /** The number of jobs of tables and continuous aggregates whose last run failed. */
    static long failedJobs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FAILED)) {
            row.next();
            return row.getLong(1);
        } finally {
            connection.rollback();
        }
    }
}
