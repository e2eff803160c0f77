package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Changes tables, one transaction each; tasks that start together take turns. */
public final class TableCreator {

    private final Connection connection;

    public TableCreator(Connection connection) {
        this.connection = connection;
    }

    /** Whether the SQL of this table comes with the sink. */
    public static boolean isBuiltIn(String table) {
        return BuiltInTables.sql(table).isPresent();
    }

    /** @param chunk null for the interval that the table's SQL names */
    public void createBuiltIn(String table, Interval chunk) throws SQLException {
        run(
                table,
                List.of(
                        "SET LOCAL pulsefeed.chunk_interval = " + Sql.text(chunk == null ? "" : chunk.toString()),
                        BuiltInTables.sql(table).orElseThrow()));
    }

    public void create(NewTable table, Edition edition, Interval chunk) throws SQLException {
        run(table.name(), TableSql.create(table, edition, chunk));
    }

    public void createExtension() throws SQLException {
        run("extension", List.of("CREATE EXTENSION IF NOT EXISTS timescaledb"));
    }

    public void createOffsets() throws SQLException {
        if (new Catalog(connection).describe("connect_sink_offsets", List.of()).isEmpty()) {
            run("connect_sink_offsets", List.of(BuiltInTables.offsets()));
        }
    }

    /** Adding a column locks every chunk: rather do without it for a while than make readers wait. */
    public void addColumn(String table, String column, String type) throws SQLException {
        run(table, List.of("SET LOCAL lock_timeout = '5s'", TableSql.addColumn(table, column, type)));
    }

    public void run(String table, List<String> statements) throws SQLException {
        try (PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext('timescale-sink:' || ?))");
                Statement statement = connection.createStatement()) {
            lock.setString(1, table);
            lock.execute();
            statement.execute("SET LOCAL client_min_messages = warning");
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }
}
