package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Executes DDL, one {@link TableTransaction} per call. */
public final class TableCreator {

    private final Connection connection;

    public TableCreator(Connection connection) {
        this.connection = connection;
    }

    /** Whether the DDL of this table is packed into the sink. */
    public static boolean isBuiltIn(String table) {
        return BuiltInTables.ddl(table).isPresent();
    }

    /**
     * Creates a table with its default retention. A table that another process created in the meantime is not changed.
     *
     * @param chunk interval of one chunk; empty to use the default of the table
     */
    public void createBuiltIn(String table, Optional<Interval> chunk) throws SQLException {
        TableTransaction.run(connection, table, statement -> {
            if (!new Catalog(connection).exists(table)) {
                statement.execute("SET LOCAL pulsefeed.chunk_interval = "
                        + Sql.literal(chunk.map(Interval::toString).orElse("")));
                statement.execute(BuiltInTables.ddl(table).orElseThrow());
                statement.execute("SET LOCAL pulsefeed.new_table = " + Sql.literal(table));
                statement.execute(BuiltInTables.retentionDdl());
            }
        });
    }

    public void create(NewTable table, Server server, Optional<Interval> chunk) throws SQLException {
        execute(table.name(), TableSql.create(table, server, chunk));
    }

    public void createExtension() throws SQLException {
        execute("extension", List.of("CREATE EXTENSION IF NOT EXISTS timescaledb"));
    }

    public void createOffsets() throws SQLException {
        createInternal("connect_sink_offsets", BuiltInTables.offsetsDdl());
    }

    /** Creates the tables of the ledger, of which the last one is checked. */
    public void createLedger() throws SQLException {
        createInternal("pulsefeed_ledger_start", BuiltInTables.ledgerDdl());
    }

    private void createInternal(String table, String ddl) throws SQLException {
        if (!new Catalog(connection).exists(table)) {
            try {
                execute(table, List.of(ddl));
            } catch (SQLException e) {
                throw new SQLException(
                        "table " + table + " could not be created: " + e.getMessage(), e.getSQLState(), e);
            }
        }
    }

    /** Gives up after 5 s without a lock, because a waiting ALTER TABLE blocks all readers and writers of the table. */
    public void addColumn(String table, String column, String type) throws SQLException {
        execute(table, List.of("SET LOCAL lock_timeout = '5s'", TableSql.addColumn(table, column, type)));
    }

    void execute(String table, List<String> statements) throws SQLException {
        TableTransaction.run(connection, table, statement -> {
            for (String sql : statements) {
                statement.execute(sql);
            }
        });
    }
}
