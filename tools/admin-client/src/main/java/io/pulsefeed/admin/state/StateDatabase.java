package io.pulsefeed.admin.state;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the database that only reads, is opened with the first query and again after a failure. Each statement has a time
 * limit on the server.
 */
final class StateDatabase implements AutoCloseable {

    private static final String STATEMENT_LIMIT_MS = "3000";

    /** Converts the current row. */
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private final Optional<DatabaseLogin> login;
    private @Nullable Connection connection;

    StateDatabase(Optional<DatabaseLogin> login) {
        this.login = login;
    }

    boolean isConfigured() {
        return login.isPresent();
    }

    <T> List<T> rows(String sql, RowMapper<T> mapper, Object... parameters) {
        boolean succeeded = false;
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(mapper.map(result));
                }
                succeeded = true;
                return rows;
            }
        } catch (SQLException e) {
            throw new StateException(
                    "The database at " + login.map(DatabaseLogin::shownUrl).orElse("") + ": " + e.getMessage(), e);
        } finally {
            if (!succeeded) {
                close();
            }
        }
    }

    void execute(String sql) {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            close();
            throw new StateException(
                    "The database at " + login.map(DatabaseLogin::shownUrl).orElse("") + ": " + e.getMessage(), e);
        }
    }

    /** The first row; empty if the query fails, for example because it takes too long. */
    <T> Optional<T> tryFirst(String sql, RowMapper<T> mapper, Object... parameters) {
        try {
            return rows(sql, mapper, parameters).stream()
                    .filter(Objects::nonNull)
                    .findFirst();
        } catch (StateException e) {
            return Optional.empty();
        }
    }

    boolean exists(String table) {
        return !rows("SELECT 1 WHERE to_regclass(?) IS NOT NULL", row -> 1, table)
                .isEmpty();
    }

    boolean hasColumn(String table, String column) {
        return !rows(
                        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped",
                        row -> 1,
                        quoted(table),
                        column)
                .isEmpty();
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private Connection connection() throws SQLException {
        DatabaseLogin known = login.orElseThrow(() -> new StateException("No password for the database is set."));
        Connection open = connection;
        if (open == null) {
            Properties properties = new Properties();
            properties.setProperty("user", known.user());
            properties.setProperty("password", known.password());
            properties.setProperty("ApplicationName", "pulsefeed status");
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("socketTimeout", "10");
            open = DriverManager.getConnection(known.jdbcUrl(), properties);
            connection = open;
            try (Statement statement = open.createStatement()) {
                statement.execute("SET statement_timeout = " + STATEMENT_LIMIT_MS);
                statement.execute("SET default_transaction_read_only = on");
            }
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // The server closes the session.
            }
        }
    }
}
