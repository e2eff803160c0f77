package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The database server of a connection.
 *
 * @param version of PostgreSQL
 * @param extensionVersion of TimescaleDB; null on plain PostgreSQL
 */
public record Server(Edition edition, String version, @Nullable String extensionVersion) {

    private static final String QUERY =
            """
            SELECT e.extversion, current_setting('timescaledb.license', true), current_setting('server_version')
            FROM (SELECT 1) o LEFT JOIN pg_extension e ON e.extname = 'timescaledb'""";

    public static Server detect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            @Nullable Server server = query(statement);
            if (server != null) {
                return server;
            }
            // timescaledb.license exists only after the library of the extension is loaded, which any use of it does.
            statement.execute("SELECT 1 FROM timescaledb_information.hypertables LIMIT 0");
            server = query(statement);
            return server == null ? new Server(Edition.APACHE, "unknown", "unknown") : server;
        }
    }

    private static @Nullable Server query(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            @Nullable String extension = row.getString(1);
            @Nullable String license = row.getString(2);
            if (extension == null) {
                return new Server(Edition.PLAIN, row.getString(3), null);
            }
            if (license == null) {
                return null;
            }
            return new Server(
                    license.equals("timescale") ? Edition.COMMUNITY : Edition.APACHE, row.getString(3), extension);
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version
                + switch (edition) {
                    case PLAIN -> " without TimescaleDB";
                    case APACHE -> " with TimescaleDB " + extensionVersion + " (Apache edition)";
                    case COMMUNITY -> " with TimescaleDB " + extensionVersion + " (Community edition)";
                };
    }
}
