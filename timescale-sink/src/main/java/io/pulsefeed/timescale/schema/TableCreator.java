package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates tables that are not there, one transaction each; tasks that start together take turns. */
public final class TableCreator {

    private final Connection connection;

    public TableCreator(Connection connection) {
        this.connection = connection;
    }

    /** Whether the SQL of this table comes with the sink. */
    public static boolean isBuiltIn(String table) {
        return BuiltInTables.sql(table).isPresent();
    }

    public void createBuiltIn(String table) throws SQLException {
        run(table, BuiltInTables.sql(table).orElseThrow());
    }

    public void createOffsets() throws SQLException {
        if (new Catalog(connection)
                .describe("connect_sink_offsets", java.util.List.of())
                .isEmpty()) {
            run("connect_sink_offsets", BuiltInTables.offsets());
        }
    }

    private void run(String table, String sql) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext('timescale-sink:' || ?))");
                Statement statement = connection.createStatement()) {
            lock.setString(1, table);
            lock.execute();
            statement.execute("SET LOCAL client_min_messages = warning");
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }
}
