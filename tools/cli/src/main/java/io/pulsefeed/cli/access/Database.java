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
import java.util.Properties;

/** Questions to the database that the sinks write, through one connection. */
public final class Database implements AutoCloseable {

    private static final String ANSWER_LIMIT_SECONDS = "60";

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
        login.setProperty("socketTimeout", ANSWER_LIMIT_SECONDS);
        String shown = withoutParameters(jdbcUrl);
        try {
            return new Database(DriverManager.getConnection(jdbcUrl, login), shown);
        } catch (SQLException e) {
            throw new UserError("cannot reach the database at " + shown + ": " + e.getMessage(), e);
        }
    }

    /** They may hold a password. */
    private static String withoutParameters(String jdbcUrl) {
        int parameters = jdbcUrl.indexOf('?');
        return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
    }

    /** The address as it may be shown. */
    public String url() {
        return url;
    }

    /** The rows of a query as texts. */
    public List<List<String>> rows(String query, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<List<String>> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new UserError("the database at " + url + " answered: " + e.getMessage() + " (" + query + ")", e);
        }
    }

    /** One number out of a query. */
    public long count(String query, Object... parameters) {
        return Long.parseLong(rows(query, parameters).get(0).get(0));
    }

    /** Runs statements for their effect. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DatabaseError("the database at " + url + " answered: " + e.getMessage(), e);
        }
    }

    /** All of it or nothing: whatever is thrown takes back what the work has done. */
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

    /** For work on whole tables, which may take any time; the server ends it when the command ends. */
    public void waitForAnyAnswer() {
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            throw new UserError("the database at " + url + " answered: " + e.getMessage(), e);
        }
    }

    public boolean exists(String table) {
        return count("SELECT count(*) FROM pg_tables WHERE tablename = ? AND schemaname = current_schema()", table) > 0;
    }

    /** Counts now, whatever it takes; a table that the sink has not created yet has no rows. */
    public long exactRows(String table) {
        return exists(table) ? count("SELECT count(*) FROM " + quoted(table)) : 0L;
    }

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The server's own words about itself. */
    public String edition() {
        List<String> row =
                rows("SELECT current_setting('server_version'), (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb')")
                        .get(0);
        return "PostgreSQL " + row.get(0) + (row.get(1) == null ? "" : " with TimescaleDB " + row.get(1));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The command is ending; the server drops the session by itself.
        }
    }
}
