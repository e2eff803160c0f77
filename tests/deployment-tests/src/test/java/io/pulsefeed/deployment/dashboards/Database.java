package io.pulsefeed.deployment.dashboards;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database that sinks write to and dashboards read. */
record Database(String name, String url, String user, String password) {

    /** Column names, and the values of each row as text. */
    record Result(List<String> columns, List<List<String>> rows) {

        /** Columns with a value in at least one row. */
        List<String> columnsWithValues() {
            List<String> filled = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                int column = i;
                if (rows.stream().anyMatch(row -> row.get(column) != null)) {
                    filled.add(columns.get(i));
                }
            }
            return filled;
        }
    }

    /** Runs a query in a read-only transaction, as Grafana does. */
    Result query(String sql) {
        try (Connection connection = open()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return query(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    /** The first column of a result. */
    List<String> texts(String sql) {
        return query(sql).rows().stream().map(row -> row.get(0)).toList();
    }

    /** The query plan with sequential scans disabled, as for large tables. */
    String plan(String sql) {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_seqscan = off");
            }
            return String.join(
                    "\n",
                    query(connection, "EXPLAIN " + sql).rows().stream()
                            .map(row -> row.get(0))
                            .toList());
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    private static Result query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                columns.add(result.getMetaData().getColumnLabel(i));
            }
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return new Result(columns, rows);
        }
    }

    void execute(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + sql, e);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return name;
    }
}
