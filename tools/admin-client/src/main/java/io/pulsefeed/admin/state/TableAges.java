package io.pulsefeed.admin.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Age of the oldest rows of tables, and their retention. */
final class TableAges {

    /** With fewer chunks, the start of the first one is too far from its first row. */
    private static final int MIN_CHUNKS = 4;

    private static final String CHUNKS =
            """
            SELECT hypertable_name, extract(epoch FROM min(range_start)) * 1000, count(*)
            FROM timescaledb_information.chunks WHERE hypertable_schema = current_schema() GROUP BY hypertable_name""";

    private static final String RETENTION =
            """
            SELECT hypertable_name, extract(epoch FROM (config ->> 'drop_after')::interval) * 1000, 1
            FROM timescaledb_information.jobs
            WHERE proc_name = 'policy_retention' AND hypertable_schema = current_schema()""";

    private static final String EXTENSION = "SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'";

    private final StateDatabase database;
    private final NewestRows rows;
    private final InstantSource clock;
    private final Map<String, Long> oldestEpochMs = new HashMap<>();
    private Map<String, Value> chunkStarts = Map.of();
    private Map<String, Value> retentions = Map.of();

    /** A number of milliseconds for a table, from {@code count} chunks. */
    private record Value(String table, long ms, long count) {

        static Value of(ResultSet row) throws SQLException {
            return new Value(row.getString(1), (long) row.getDouble(2), row.getLong(3));
        }
    }

    TableAges(StateDatabase database, InstantSource clock) {
        this.database = database;
        this.rows = new NewestRows(database);
        this.clock = clock;
    }

    /** Reads chunks and retention policies. */
    void refresh() {
        boolean hasTimescale = !database.rows(EXTENSION, row -> 1).isEmpty();
        chunkStarts = hasTimescale ? byTable(CHUNKS) : Map.of();
        retentions = hasTimescale ? byTable(RETENTION) : Map.of();
    }

    private Map<String, Value> byTable(String query) {
        Map<String, Value> values = new HashMap<>();
        database.rows(query, Value::of).forEach(value -> values.put(value.table(), value));
        return values;
    }

    /** Empty if the age is unknown or too short. */
    Optional<Growth> growth(TableSizes.Size size) {
        Long oldest = oldest(size.table());
        Value retention = retentions.get(size.table());
        return oldest == null
                ? Optional.empty()
                : Growth.of(size.bytes(), clock.millis() - oldest, retention == null ? -1 : retention.ms());
    }

    private @Nullable Long oldest(String table) {
        Value chunks = chunkStarts.get(table);
        if (chunks != null && chunks.count() >= MIN_CHUNKS) {
            return chunks.ms();
        }
        return oldestEpochMs.computeIfAbsent(
                table,
                name -> rows.oldest(name).map(time -> time.toEpochMilli()).orElse(null));
    }
}
