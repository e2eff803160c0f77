package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.access.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts rows in the database while they arrive. */
final class TableMeter implements AutoCloseable {

    /** A count reads the whole table: it may take this share of the time, so that a large table is counted less often. */
    private static final int SHARE = 10;

    private final Database database;
    private final Map<String, Count> counts = new HashMap<>();

    /** What a table held, and when it is worth another look. */
    private record Count(long rows, long nextNanos) {}

    private TableMeter(Database database) {
        this.database = database;
    }

    static TableMeter connect(String jdbcUrl, String user, String password) {
        return new TableMeter(Database.connect(jdbcUrl, user, password));
    }

    /** Rows for each table, as of the last look. */
    Map<String, Long> rows(Collection<String> tables) {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : tables) {
            Count last = counts.get(table);
            if (last == null || System.nanoTime() - last.nextNanos() >= 0) {
                long started = System.nanoTime();
                long found = exactRows(table);
                long ended = System.nanoTime();
                last = new Count(found, ended + SHARE * (ended - started));
                counts.put(table, last);
            }
            rows.put(table, last.rows());
        }
        return rows;
    }

    /** Counts now, whatever it takes; a table that the sink has not created yet has no rows. */
    long exactRows(String table) {
        return database.exactRows(table);
    }

    /** One number out of a query. */
    long count(String query, Object... parameters) {
        return database.count(query, parameters);
    }

    boolean exists(String table) {
        return database.exists(table);
    }

    String edition() {
        return database.edition();
    }

    @Override
    public void close() {
        database.close();
    }
}
