package io.pulsefeed.benchmarks;

import io.pulsefeed.cli.UserError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A table that a benchmark writes; a hypertable if the server has TimescaleDB. */
final class BenchTable {

    private final Connection connection;
    private final String name;
    private final BenchRows rows;

    BenchTable(Connection connection, String name, BenchRows rows) {
        this.connection = connection;
        this.name = name;
        this.rows = rows;
    }

    String name() {
        return name;
    }

    Connection connection() {
        return connection;
    }

    BenchRows rows() {
        return rows;
    }

    void recreate() throws SQLException {
        execute("DROP TABLE IF EXISTS " + name);
        execute("CREATE TABLE " + name + " " + rows.definition());
        execute("DO $$ DECLARE ts text := (SELECT extnamespace::regnamespace FROM pg_extension"
                + " WHERE extname = 'timescaledb'); BEGIN IF ts IS NOT NULL THEN EXECUTE format('SELECT"
                + " %1$s.create_hypertable(''" + name + "'', %1$s.by_range(''timestamp'', INTERVAL ''1 day''),"
                + " create_default_indexes => false)', ts); END IF; END $$");
    }

    void drop() throws SQLException {
        execute("DROP TABLE " + name);
    }

    boolean contains(int row) throws SQLException {
        return "1".equals(query("SELECT count(*) FROM " + name + " WHERE " + rows.condition(row)));
    }

    long count() throws SQLException {
        return Long.parseLong(query("SELECT count(*) FROM " + name));
    }

    /** @throws UserError if the rows are not exactly those that were sent */
    void verify(String writer) throws SQLException {
        String found = query("SELECT " + rows.sumExpressions() + " FROM " + name);
        if (!found.equals(rows.sums())) {
            throw new UserError(
                    writer + " wrote other rows than it received: sums " + found + " instead of " + rows.sums());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The columns of the only row, separated by spaces. */
    private String query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(result.getString(i));
            }
            return String.join(" ", values);
        }
    }
}
