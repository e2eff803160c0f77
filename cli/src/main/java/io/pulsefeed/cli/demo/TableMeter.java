package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.UserError;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Counts rows in the database, through one connection of its own. */
final class TableMeter implements AutoCloseable {

    /** A count reads the whole table: it may take this share of the time, so that a large table is counted less often. */
    private static final int SHARE = 10;

    private final Connection connection;
    private final Map<String, Count> counts = new HashMap<>();

    /** What a table held, and when it is worth another look. */
    private record Count(long rows, long nextNanos) {}

    private TableMeter(Connection connection) {
        this.connection = connection;
    }

    static TableMeter connect(String jdbcUrl, String user, String password) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", "pulsefeed demo");
        login.setProperty("socketTimeout", "60");
        try {
            return new TableMeter(DriverManager.getConnection(jdbcUrl, login));
        } catch (SQLException e) {
            throw new UserError("cannot reach the database at " + jdbcUrl + ": " + e.getMessage(), e);
        }
    }

    /** Rows for each table, as of the last look. */
    Map<String, Long> rows(Collection<String> tables) {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : tables) {
            Count last = counts.get(table);
            if (last == null || System.nanoTime() - last.nextNanos() >= 0) {
                long started = System.nanoTime();
                long found = exactRows(table);
                long ended = System.nanoTime();
                last = new Count(found, ended + SHARE * (ended - started));
                counts.put(table, last);
            }
            rows.put(table, last.rows());
        }
        return rows;
    }

    /** Counts now, whatever it takes; a table that the sink has not created yet has no rows. */
    long exactRows(String table) {
        return exists(table) ? count("SELECT count(*) FROM " + quoted(table)) : 0L;
    }

    /** One number out of a query. */
    long count(String query, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the query failed: " + query, e);
        }
    }

    boolean exists(String table) {
        return count("SELECT count(*) FROM pg_tables WHERE tablename = ? AND schemaname = current_schema()", table) > 0;
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The server's own words about itself, for the first line of the demo. */
    String edition() {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT current_setting('server_version'), (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb')")) {
            result.next();
            String timescale = result.getString(2);
            return "PostgreSQL " + result.getString(1) + (timescale == null ? "" : " with TimescaleDB " + timescale);
        } catch (SQLException e) {
            throw new IllegalStateException("the server did not say its version", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The demo is ending; the server drops the session by itself.
        }
    }
}
