package io.pulsefeed.timescale.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables whose rows are counted by hour: a row must not move to another hour, so the key contains the time of the table (or there
 * is no key), and rows are neither deleted nor updated in parts. Used by the writer thread.
 */
public final class TrackedTables {

    private final Map<String, Table> tables = new TreeMap<>();
    private final Set<String> excluded = new HashSet<>();

    /** @param columns that the sink writes */
    record Table(String name, String timeColumn, List<String> columns) {}

    public void clear() {
        tables.clear();
        excluded.clear();
    }

    public void add(String table, String timeColumn, List<String> columns) {
        if (!excluded.contains(table)) {
            tables.put(table, new Table(table, timeColumn, columns));
        }
    }

    /** Excludes a table that another topic of the sink writes in a way that cannot be counted. */
    public void exclude(String table) {
        excluded.add(table);
        tables.remove(table);
    }

    public boolean contains(String table) {
        return tables.containsKey(table);
    }

    List<Table> all() {
        return List.copyOf(tables.values());
    }
}
