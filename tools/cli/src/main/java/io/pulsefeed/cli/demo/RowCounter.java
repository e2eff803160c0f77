package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts the rows of tables. */
final class RowCounter implements AutoCloseable {

    /** A count scans the whole table. The next one waits this many times its duration, so that large tables are counted less often. */
    private static final int PAUSE_FACTOR = 50;

    private final Supplier<Database> connector;
    private @Nullable Database open;
    private final Map<String, Count> counts = new HashMap<>();

    /** Rows of a table, and the monotonic time of the next count. */
    private record Count(long rows, long nextMonoNs) {}

    private RowCounter(Supplier<Database> connector) {
        this.connector = connector;
        this.open = connector.get();
    }

    static RowCounter connect(String jdbcUrl, String user, String password) {
        return new RowCounter(() -> Database.connect(jdbcUrl, user, password));
    }

    /** Connects again after a failure, because the live page can stop the database. */
    private <T> T query(Function<Database, T> work) {
        Database database = open == null ? connector.get() : open;
        open = database;
        try {
            return work.apply(database);
        } catch (UserError e) {
            database.close();
            open = null;
            throw e;
        }
    }

    /** Rows of each table at its last count. */
    Map<String, Long> rows(Collection<String> tables) {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : tables) {
            Count last = counts.get(table);
            if (last == null || System.nanoTime() - last.nextMonoNs() >= 0) {
                long started = System.nanoTime();
                long count = exactRows(table);
                long ended = System.nanoTime();
                last = new Count(count, ended + PAUSE_FACTOR * (ended - started));
                counts.put(table, last);
            }
            rows.put(table, last.rows());
        }
        return rows;
    }

    /** Makes the next call of {@link #rows} count all tables. */
    void forget() {
        counts.clear();
    }

    /** Counts the rows now; 0 for a table that does not exist yet. */
    long exactRows(String table) {
        return query(database -> database.exactRows(table));
    }

    /** The result of a query that returns one number. */
    long count(String query, Object... parameters) {
        return query(database -> database.count(query, parameters));
    }

    boolean exists(String table) {
        return query(database -> database.exists(table));
    }

    String serverVersion() {
        return query(Database::serverVersion);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
