package io.pulsefeed.deployment.dashboards;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database that the sinks of a test write and dashboards read. */
record Database(String name, String url, String user, String password) {

    /** An answer: the columns' names, and each row as texts. */
    record Answer(List<String> columns, List<List<String>> rows) {

        /** Columns that hold something in at least one row. */
        List<String> filled() {
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

    /** Asks as Grafana may: nothing can be written. */
    Answer ask(String sql) {
        try (Connection connection = open()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return ask(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    /** The first column of an answer. */
    List<String> texts(String sql) {
        return ask(sql).rows().stream().map(row -> row.get(0)).toList();
    }

    /** How the server would read, were the tables too large to read them whole. */
    String plan(String sql) {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_seqscan = off");
            }
            return String.join(
                    "\n",
                    ask(connection, "EXPLAIN " + sql).rows().stream()
                            .map(row -> row.get(0))
                            .toList());
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    private static Answer ask(Connection connection, String sql) throws SQLException {
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
            return new Answer(columns, rows);
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
