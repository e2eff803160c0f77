package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.UserError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The database sessions of a connector: Connect deletes it at once, but its tasks may still write for some time. */
final class Sessions {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Connection connection;
    private final Timestamp since;

    /** Call it before the connector starts. */
    Sessions(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT clock_timestamp()")) {
            result.next();
            this.since = result.getTimestamp(1);
        }
    }

    /** Waits until all sessions that began later have ended. */
    void awaitEnd() throws SQLException {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND backend_type = 'client backend' AND backend_start > ?")) {
            query.setTimestamp(1, since);
            while (count(query) > 0) {
                if (System.nanoTime() > deadlineNs) {
                    throw new UserError("the connector did not close its database connections before the timeout.");
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static long count(PreparedStatement query) throws SQLException {
        try (ResultSet result = query.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }
}
