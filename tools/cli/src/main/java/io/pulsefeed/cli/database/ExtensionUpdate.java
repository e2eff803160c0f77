package io.pulsefeed.cli.database;

import io.pulsefeed.admin.Change;
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

    private static final String UPDATE = "ALTER EXTENSION timescaledb UPDATE";

    private ExtensionUpdate() {}

    /** @return empty if there is nothing to update */
    static Optional<Change> find(Database database) {
        return database.rows(OUTDATED).stream().findFirst().map(ExtensionUpdate::difference);
    }

    private static Change difference(List<@Nullable String> versions) {
        return Change.none(
                        "timescaledb",
                        "the update requires a session of its own, see docs/upgrade.md",
                        "! TimescaleDB " + versions.get(0) + " is installed in this database, but the server has "
                                + versions.get(1)
                                + ". Update it with " + UPDATE + ", as described in docs/upgrade.md.")
                .with("from", versions.get(0))
                .with("to", versions.get(1))
                .with("sql", UPDATE);
    }
}
