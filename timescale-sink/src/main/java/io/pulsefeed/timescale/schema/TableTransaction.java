package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A transaction that changes a table or its policies. An advisory lock per table serializes tasks that start at the same time. */
final class TableTransaction {

    private TableTransaction() {}

    /** The changes to make. */
    @FunctionalInterface
    interface Work {
        void run(Statement statement) throws SQLException;
    }

    /** Runs {@code work} without notices, and commits. */
    static void run(Connection connection, String table, Work work) throws SQLException {
        try (PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext('timescale-sink:' || ?))");
                Statement statement = connection.createStatement()) {
            lock.setString(1, table);
            lock.execute();
            statement.execute("SET LOCAL client_min_messages = warning");
            work.run(statement);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }
}
