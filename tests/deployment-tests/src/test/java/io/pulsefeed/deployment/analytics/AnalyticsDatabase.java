package io.pulsefeed.deployment.analytics;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.SchemaPlan;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A schema of its own in a database, so that every test begins with nothing. */
record AnalyticsDatabase(String name, String url, String user, String password) {

    static AnalyticsDatabase in(String name, TestDatabase server) {
        String schema = "analytics_" + UUID.randomUUID().toString().replace("-", "");
        server.execute("CREATE SCHEMA " + schema);
        String plain = server.url().replaceFirst("[?&]currentSchema=[^&]*", "");
        return new AnalyticsDatabase(
                name,
                plain + (plain.contains("?") ? "&" : "?") + "currentSchema=" + schema + ",public",
                server.user(),
                server.password());
    }

    /** Tables and analytics, as {@code pulsefeed database apply} makes them. */
    List<String> apply() {
        try (Database database = Database.connect(url, user, password)) {
            return SchemaPlan.of(database, new io.pulsefeed.cli.Checkout(Checkout.ROOT))
                    .apply();
        }
    }

    boolean hasTimescale() {
        return !rows("SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'").isEmpty();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    /** Rows with the driver's own values. */
    List<List<Object>> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return all(result);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    private static List<List<Object>> all(ResultSet result) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Names of the columns that a query gives. */
    List<String> columns(String sql) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= statement.getMetaData().getColumnCount(); i++) {
                names.add(statement.getMetaData().getColumnName(i));
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + sql, e);
        }
    }

    /** Sends rows in batches; a row whose key is there already changes nothing, as when a sink reads it again. */
    void insert(String table, List<Object[]> rows) {
        String marks = String.join(", ", java.util.Collections.nCopies(rows.get(0).length, "?"));
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table + " VALUES (" + marks + ") ON CONFLICT DO NOTHING")) {
            connection.setAutoCommit(false);
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(
                            i + 1, row[i] instanceof String[] texts ? connection.createArrayOf("text", texts) : row[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + table, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
