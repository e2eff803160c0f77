package io.pulsefeed.cli.access;

import io.pulsefeed.cli.UserError;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** One connection to the database of the sinks. */
public final class Database implements AutoCloseable {

    private static final String SOCKET_TIMEOUT_SECONDS = "60";
    private static final int FETCH_ROWS = 5_000;

    private final Connection connection;
    private final String url;

    private Database(Connection connection, String url) {
        this.connection = connection;
        this.url = url;
    }

    public static Database connect(String jdbcUrl, String user, String password) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", "pulsefeed");
        login.setProperty("connectTimeout", "10");
        login.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        String shown = withoutParameters(jdbcUrl);
        try {
            return new Database(DriverManager.getConnection(jdbcUrl, login), shown);
        } catch (SQLException e) {
            throw new UserError("cannot connect to the database at " + shown + ": " + e.getMessage(), e);
        }
    }

    /** The parameters may contain a password. */
    private static String withoutParameters(String jdbcUrl) {
        int parameters = jdbcUrl.indexOf('?');
        return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
    }

    /** The JDBC URL without parameters. */
    public String url() {
        return url;
    }

    /** The rows of a query, all values as text. */
    public List<List<@Nullable String>> rows(String query, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(row(result));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new UserError(
                    "the database at " + url + " returned an error: " + e.getMessage() + " (" + query + ")", e);
        }
    }

    /** Takes the rows of a query, all values as text. */
    @FunctionalInterface
    public interface RowConsumer {
        void accept(List<@Nullable String> row);
    }

    /** Passes the rows of a query one by one, so that they need not fit into memory. */
    public void forEachRow(RowConsumer consumer, String query, Object... parameters) {
        disableNetworkTimeout();
        try {
            // Without a transaction, the driver reads all rows at once.
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setFetchSize(FETCH_ROWS);
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        consumer.accept(row(result));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new UserError("the database at " + url + " returned an error: " + e.getMessage(), e);
        }
    }

    private static List<@Nullable String> row(ResultSet result) throws SQLException {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
        }
        return row;
    }

    /** The result of a query that returns one number. */
    public long count(String query, Object... parameters) {
        return Long.parseLong(
                Objects.requireNonNull(rows(query, parameters).get(0).get(0)));
    }

    /** Executes statements that return no rows. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DatabaseException("the database at " + url + " returned an error: " + e.getMessage(), e);
        }
    }

    /** Executes a statement that changes rows, and returns their number. */
    public long update(String sql) {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        } catch (SQLException e) {
            throw new DatabaseException("the database at " + url + " returned an error: " + e.getMessage(), e);
        }
    }

    /** {@code text} as a constant in a statement. */
    public String literal(String text) {
        return Objects.requireNonNull(
                rows("SELECT quote_literal(?)", text).get(0).get(0));
    }

    /** Runs {@code work} in a transaction, and rolls it back if it throws. */
    public void inTransaction(Runnable work) {
        execute("BEGIN");
        try {
            work.run();
            execute("COMMIT");
        } catch (RuntimeException e) {
            execute("ROLLBACK");
            throw e;
        }
    }

    /** Removes the network timeout, for statements that process whole tables. */
    public void disableNetworkTimeout() {
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            throw new UserError("the database at " + url + " returned an error: " + e.getMessage(), e);
        }
    }

    /** Whether a table or a view with this name exists. */
    public boolean exists(String table) {
        return count(
                        "SELECT count(*) FROM pg_class WHERE relname = ? AND relnamespace ="
                                + " current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')",
                        table)
                > 0;
    }

    /** The names of the columns; empty for a table that does not exist. */
    public List<String> columns(String table) {
        return rows(
                        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT"
                                + " attisdropped",
                        quoted(table))
                .stream()
                .map(row -> Objects.requireNonNull(row.get(0)))
                .toList();
    }

    /** The number of rows now; 0 for a table that does not exist. */
    public long exactRows(String table) {
        return exists(table) ? count("SELECT count(*) FROM " + quoted(table)) : 0L;
    }

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The qualified name of a function of TimescaleDB, whose schema need not be in the search path. */
    public String timescaleFunction(String name) {
        return rows("SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'")
                        .get(0)
                        .get(0)
                + "." + name;
    }

    /** Version of the server, and of TimescaleDB if it is installed. */
    public String serverVersion() {
        List<@Nullable String> row =
                rows("SELECT current_setting('server_version'), (SELECT extversion FROM pg_extension WHERE extname ="
                                + " 'timescaledb')")
                        .get(0);
        return "PostgreSQL " + row.get(0) + (row.get(1) == null ? "" : " with TimescaleDB " + row.get(1));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server closes the session when the command exits.
        }
    }
}
