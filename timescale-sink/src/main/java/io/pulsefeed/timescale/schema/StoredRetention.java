package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.Interval;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code connect_sink_retention}: the retention of tables whose connector has no setting for it. Tables that existed before
 * this feature have no row, and keep all their rows; so do tables that were created again by other means.
 */
final class StoredRetention {

    static final String TABLE = "connect_sink_retention";

    private static final String INTERVAL =
            """
            SELECT r.interval_text FROM connect_sink_retention r JOIN pg_class c ON c.oid = r.table_oid AND c.relname = r.table_name
            WHERE r.table_name = ? AND c.relnamespace = current_schema()::regnamespace""";

    private static final Logger LOG = LoggerFactory.getLogger(StoredRetention.class);

    private final Connection connection;

    StoredRetention(Connection connection) {
        this.connection = connection;
    }

    /** @return empty if all rows are kept */
    Optional<Interval> find(String table) throws SQLException {
        if (!new Catalog(connection).exists(TABLE)) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(INTERVAL)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Optional<Interval> interval = Interval.parse(row.getString(1));
                if (interval.isEmpty()) {
                    LOG.warn(
                            "{}: the retention '{}' in {} is not a number and minutes, hours, days or weeks; all rows are kept",
                            table,
                            row.getString(1),
                            TABLE);
                }
                return interval;
            }
        }
    }
}
