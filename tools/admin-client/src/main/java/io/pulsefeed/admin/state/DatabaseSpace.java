package io.pulsefeed.admin.state;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Finds out whether the disk of the database is full. Sinks wait then and their tasks remain RUNNING, and other queries succeed. A sort
 * that needs a temporary file fails with the error that the sinks get, and changes nothing.
 */
public final class DatabaseSpace {

    /** SQLSTATE disk_full. */
    private static final String DISK_FULL = "53100";

    /** A failed query closes the connection; otherwise the setting is reset. */
    private static final String SETTINGS = "SET work_mem = '64kB'";

    /** Sorts about 2 MB. */
    private static final String SORT =
            """
            SELECT count(*) FROM (SELECT i FROM generate_series(1, 4000) i ORDER BY md5(i::text) || repeat('x', 400), i) sorted
            WHERE i > 0""";

    private DatabaseSpace() {}

    /** The error of the database if its disk is full. */
    public static Optional<String> error(DatabaseLogin login) {
        try (StateDatabase database = new StateDatabase(Optional.of(login))) {
            return error(database);
        }
    }

    static Optional<String> error(StateDatabase database) {
        try {
            database.execute(SETTINGS);
            database.rows(SORT, row -> row.getLong(1));
            database.execute("RESET work_mem");
            return Optional.empty();
        } catch (StateException e) {
            return e.getCause() instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())
                    ? Optional.of(sql.getMessage().replaceAll("\\s+", " "))
                    : Optional.empty();
        }
    }
}
