package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The server that answered.
 *
 * @param extensionVersion of TimescaleDB; null on plain PostgreSQL
 */
public record Server(Edition edition, String version, String extensionVersion) {

    private static final String QUESTION =
            """
            SELECT e.extversion, current_setting('timescaledb.license', true), current_setting('server_version')
            FROM (SELECT 1) o LEFT JOIN pg_extension e ON e.extname = 'timescaledb'""";

    public static Server ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Server server = ask(statement);
            if (server != null) {
                return server;
            }
            // The setting exists once the extension's library is loaded into the session, and a use loads it.
            statement.execute("SELECT 1 FROM timescaledb_information.hypertables LIMIT 0");
            server = ask(statement);
            return server == null ? new Server(Edition.APACHE, "unknown", "unknown") : server;
        }
    }

    private static Server ask(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            String extension = row.getString(1);
            String license = row.getString(2);
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
