package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database server of a connection.
 *
 * @param version of PostgreSQL
 * @param extension null on plain PostgreSQL
 */
public record Server(Edition edition, String version, @Nullable Extension extension) {

    private static final String QUERY =
            """
            SELECT e.extversion, n.nspname, current_setting('timescaledb.license', true), current_setting('server_version')
            FROM (SELECT 1) o
            LEFT JOIN (pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace) ON e.extname = 'timescaledb'""";

    public static Server detect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            @Nullable Server server = query(statement, false);
            if (server != null) {
                return server;
            }
            // timescaledb.license exists only after the library of the extension is loaded, which any use of it does.
            statement.execute("SELECT 1 FROM timescaledb_information.hypertables LIMIT 0");
            return Objects.requireNonNull(query(statement, true));
        }
    }

    /** @param loaded whether the library of the extension is loaded */
    private static @Nullable Server query(Statement statement, boolean loaded) throws SQLException {
        try (ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            @Nullable String extension = row.getString(1);
            @Nullable String license = row.getString(3);
            if (extension == null) {
                return new Server(Edition.PLAIN, row.getString(4), null);
            }
            if (license == null && !loaded) {
                return null;
            }
            return new Server(
                    "timescale".equals(license) ? Edition.COMMUNITY : Edition.APACHE,
                    row.getString(4),
                    new Extension(extension, row.getString(2)));
        }
    }

    /** The extension of a server that has one. */
    Extension timescale() {
        return Objects.requireNonNull(extension, "plain PostgreSQL has no extension");
    }

    @Override
    public String toString() {
        if (extension == null) {
            return "PostgreSQL " + version + " without TimescaleDB";
        }
        return "PostgreSQL " + version + " with TimescaleDB " + extension.version()
                + (edition == Edition.COMMUNITY ? " (Community edition)" : " (Apache edition)");
    }
}
