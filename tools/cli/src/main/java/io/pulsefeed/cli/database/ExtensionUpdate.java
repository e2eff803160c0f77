package io.pulsefeed.cli.database;

import io.pulsefeed.cli.access.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a database whose TimescaleDB extension is older than the library of its server, which happens after a new image. */
final class ExtensionUpdate {

    private static final String OUTDATED =
            """
            SELECT e.extversion, a.default_version FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname
            WHERE e.extname = 'timescaledb' AND e.extversion <> a.default_version""";

    private ExtensionUpdate() {}

    /** @return a line for the user; empty if there is nothing to update */
    static Optional<String> find(Database database) {
        return database.rows(OUTDATED).stream().findFirst().map(ExtensionUpdate::line);
    }

    private static String line(List<@Nullable String> versions) {
        return "! TimescaleDB " + versions.get(0) + " is installed in this database, but the server has "
                + versions.get(1)
                + ". Update it with ALTER EXTENSION timescaledb UPDATE, as described in docs/upgrade.md.";
    }
}
