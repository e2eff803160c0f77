package io.pulsefeed.deployment.analytics;

import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.SchemaPlan;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An empty schema of a server. */
record AnalyticsDatabase(String name, String url, String user, String password) {

    static AnalyticsDatabase in(String name, TestDatabase server) {
        String schema = "analytics_" + UUID.randomUUID().toString().replace("-", "");
        server.execute("CREATE SCHEMA " + schema);
        String base = server.url().replaceFirst("[?&]currentSchema=[^&]*", "");
        return new AnalyticsDatabase(
                name,
                base + (base.contains("?") ? "&" : "?") + "currentSchema=" + schema + ",public",
                server.user(),
                server.password());
    }

    /** Creates tables and analytics like {@code pulsefeed database apply}; returns the changes. */
    List<String> apply() {
        try (Database database = Database.connect(url, user, password)) {
            return SchemaPlan.of(database, new io.pulsefeed.cli.Checkout(Checkout.ROOT)).apply().stream()
                    .map(Change::text)
                    .toList();
        }
    }

    boolean hasTimescale() {
        return !rows("SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'").isEmpty();
    }

    TestEdition edition() {
        if (!hasTimescale()) {
            return TestEdition.PLAIN;
        }
        // The first query loads the library of the extension, without which the setting does not exist.
        Object license = rows("SELECT current_setting('timescaledb.license', true)"
                        + " FROM (SELECT count(*) FROM timescaledb_information.hypertables) loaded")
                .get(0)
                .get(0);
        return "timescale".equals(license) ? TestEdition.COMMUNITY : TestEdition.APACHE;
    }

    /** The same schema, without the schema of the extension in the search path. */
    AnalyticsDatabase withoutPublic() {
        return new AnalyticsDatabase(name, url.replace(",public", ""), user, password);
    }

    /** The same schema, where near-duplicates of an article do not count. */
    AnalyticsDatabase withStoriesOnce() {
        return new AnalyticsDatabase(name, url + "&options=-c%20pulsefeed.stories=once", user, password);
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

    /** Rows with the values of the JDBC driver. */
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

    /** The column names of a query. */
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

    /** Inserts rows in batches and skips existing keys, like a sink that reads a record again. */
    void insert(String table, List<Object[]> rows) {
        String placeholders = String.join(", ", java.util.Collections.nCopies(rows.get(0).length, "?"));
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table + " VALUES (" + placeholders + ") ON CONFLICT DO NOTHING")) {
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
