package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Checks whether rows can be inserted into a table: its columns, rules and permissions. Inserts nothing and fires no trigger. */
public final class TableProbe {

    private final Connection connection;

    public TableProbe(Connection connection) {
        this.connection = connection;
    }

    /** @throws SQLException with the server's reason; the transaction must be rolled back */
    public void insert(String table, List<String> columns) throws SQLException {
        String nulls = columns.stream().map(column -> "NULL").collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("EXPLAIN INSERT INTO " + Sql.quotedTable(table) + " (" + Sql.columnList(columns)
                    + ") OVERRIDING SYSTEM VALUE VALUES (" + nulls + ")");
        }
    }
}
