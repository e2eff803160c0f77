package io.pulsefeed.admin.state;

import io.pulsefeed.admin.SinkSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of the sinks. Without the worker, those of the built-in profiles. */
final class TablesCollector implements Collector<List<TableState>> {

    /** Larger tables are not counted. */
    private static final long MAX_COUNTED_BYTES = 64L << 20;

    /** A count reads the whole table. The next one waits this many times its duration. */
    private static final int PAUSE_FACTOR = 10;

    private final Sinks sinks;
    private final StateDatabase database;
    private final NewestRows newestRows;
    private final Map<String, Count> counts = new HashMap<>();

    /** Rows of a table, and the monotonic time of the next count. */
    private record Count(long rows, long nextMonoNs) {}

    TablesCollector(Sinks sinks, StateDatabase database) {
        this.sinks = sinks;
        this.database = database;
        this.newestRows = new NewestRows(database);
    }

    @Override
    public List<TableState> collect() throws InterruptedException {
        Map<String, TableSizes.Size> sizes = TableSizes.read(database);
        List<TableState> tables = new ArrayList<>();
        for (String table : wanted()) {
            TableSizes.Size size = sizes.get(table);
            if (size != null) {
                tables.add(state(size));
            }
        }
        return List.copyOf(tables);
    }

    private Set<String> wanted() throws InterruptedException {
        List<SinkSettings> known = sinks.lastKnown().orElse(List.of());
        Set<String> tables = new LinkedHashSet<>();
        known.forEach(sink -> tables.addAll(sink.tables(sink.topics(List.of()))));
        return tables.isEmpty() ? SinkSettings.profileTables() : tables;
    }

    private TableState state(TableSizes.Size size) {
        @Nullable Count count = size.bytes() > MAX_COUNTED_BYTES ? null : count(size.table());
        return new TableState(
                size.table(),
                count == null ? size.rows() : count.rows(),
                count != null,
                newestRows.of(size.table()),
                size.bytes());
    }

    private @Nullable Count count(String table) {
        Count last = counts.get(table);
        long startMonoNs = System.nanoTime();
        if (last != null && startMonoNs - last.nextMonoNs() < 0) {
            return last;
        }
        return database.tryFirst("SELECT count(*) FROM " + StateDatabase.quoted(table), row -> row.getLong(1))
                .map(rows -> {
                    long endMonoNs = System.nanoTime();
                    Count count = new Count(rows, endMonoNs + PAUSE_FACTOR * (endMonoNs - startMonoNs));
                    counts.put(table, count);
                    return count;
                })
                .orElse(null);
    }

    @Override
    public void close() {
        database.close();
    }
}
