package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code connect_sink_policies}: which jobs of the server a connector has created, and with which settings. It is
 * created with the first policy.
 */
final class PolicyStore {

    /**
     * A policy that this connector has created.
     *
     * @param interval as this connector set it
     * @param options of {@code ALTER TABLE .. SET} as this connector set them; null if it set none
     */
    record Stored(int jobId, String interval, @Nullable String options) {}

    private static final String FIND =
            """
            SELECT job_id, interval_text, options FROM connect_sink_policies
            WHERE connector = ? AND table_name = ? AND kind = ?""";
    private static final String PUT =
            """
            INSERT INTO connect_sink_policies (connector, table_name, kind, job_id, interval_text, options, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, now())
            ON CONFLICT (connector, table_name, kind) DO UPDATE SET job_id = excluded.job_id,
              interval_text = excluded.interval_text, options = excluded.options, updated_at = excluded.updated_at""";
    private static final String REMOVE =
            "DELETE FROM connect_sink_policies WHERE connector = ? AND table_name = ? AND kind = ?";

    private final Connection connection;
    private final String connector;

    PolicyStore(Connection connection, String connector) {
        this.connection = connection;
        this.connector = connector;
    }

    /** @param table with its schema */
    Optional<Stored> find(String table, PolicyKind kind) throws SQLException {
        if (!exists()) {
            return Optional.empty();
        }
        try (PreparedStatement statement = prepare(FIND, table, kind);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new Stored(row.getInt(1), row.getString(2), row.getString(3)))
                    : Optional.empty();
        }
    }

    void put(String table, PolicyKind kind, Stored stored) throws SQLException {
        if (!exists()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(BuiltInTables.policiesDdl());
            }
        }
        try (PreparedStatement statement = prepare(PUT, table, kind)) {
            statement.setInt(4, stored.jobId());
            statement.setString(5, stored.interval());
            statement.setString(6, stored.options());
            statement.executeUpdate();
        }
    }

    void remove(String table, PolicyKind kind) throws SQLException {
        try (PreparedStatement statement = prepare(REMOVE, table, kind)) {
            statement.executeUpdate();
        }
    }

    private boolean exists() throws SQLException {
        return new Catalog(connection).exists("connect_sink_policies");
    }

    private PreparedStatement prepare(String sql, String table, PolicyKind kind) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, connector);
        statement.setString(2, table);
        statement.setString(3, kind.key());
        return statement;
    }
}
