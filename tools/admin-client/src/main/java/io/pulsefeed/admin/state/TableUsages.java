package io.pulsefeed.admin.state;

import io.pulsefeed.admin.SinkSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the disk use of the tables of the schema. */
public final class TableUsages {

    /** Bytes and time of the chunks that hold rows of the last 7 days, by time of the rows; the last is the length of a chunk. */
    private static final String CHUNKS =
            """
            SELECT sum(s.total_bytes)::bigint, extract(epoch FROM now() - min(c.range_start))::bigint,
              extract(epoch FROM max(c.range_end - c.range_start))::bigint,
              (SELECT min(o.range_start) FROM timescaledb_information.chunks o
                WHERE o.hypertable_schema = current_schema() AND o.hypertable_name = ?) = min(c.range_start), min(c.range_start)
            FROM timescaledb_information.chunks c
            JOIN %s.chunks_detailed_size(?::regclass) s USING (chunk_schema, chunk_name)
            WHERE c.hypertable_schema = current_schema() AND c.hypertable_name = ?
              AND c.range_end > now() - interval '7 days' AND c.range_start <= now()""";

    private static final String TIME_COLUMN =
            "SELECT column_name FROM timescaledb_information.dimensions WHERE hypertable_schema = current_schema()"
                    + " AND hypertable_name = ? AND dimension_number = 1";

    /** Rows, rows of the last 7 days, and the age of the oldest of them. */
    private static final String RECENT_ROWS =
            """
            SELECT (SELECT count(*) FROM %1$s), count(*), extract(epoch FROM now() - min(timestamp))::bigint FROM %1$s
            WHERE timestamp > now() - interval '7 days' AND timestamp <= now()""";

    /** The rows of larger tables are not counted. */
    private static final long MAX_COUNTED_BYTES = 64L << 20;

    private static final long DAY_SECONDS = 86_400;

    /** Data of a shorter time do not show a rate. */
    private static final long MIN_SECONDS = 600;

    private final StateDatabase database;
    private final @Nullable String timescaleSchema;

    /**
     * Chunks of a hypertable.
     *
     * @param seconds that they cover
     * @param length of one chunk in seconds
     * @param isWhole whether they are all chunks of the table
     */
    private record Chunks(long bytes, long seconds, long length, boolean isWhole, String start) {

        static @Nullable Chunks of(ResultSet row) throws SQLException {
            long bytes = row.getLong(1);
            return row.wasNull()
                    ? null
                    : new Chunks(bytes, row.getLong(2), row.getLong(3), row.getBoolean(4), row.getString(5));
        }
    }

    private TableUsages(StateDatabase database) {
        this.database = database;
        this.timescaleSchema = TableSizes.timescaleSchema(database).orElse(null);
    }

    /**
     * The disk use of all tables, largest first.
     *
     * @param sinks whose configuration has the retention of tables; empty if it cannot be read
     * @throws StateException if the database cannot be read
     */
    public static List<Usage> read(DatabaseLogin login, Collection<SinkSettings> sinks) {
        try (StateDatabase database = new StateDatabase(Optional.of(login))) {
            return read(database, TableRetention.read(database, sinks));
        }
    }

    /** Bytes of each table with its indexes and all chunks, compressed ones included. */
    public static Map<String, Long> sizes(DatabaseLogin login) {
        try (StateDatabase database = new StateDatabase(Optional.of(login))) {
            return TableSizes.bytes(database);
        }
    }

    static List<Usage> read(StateDatabase database, TableRetention retention) {
        return new TableUsages(database).read(retention);
    }

    private List<Usage> read(TableRetention retention) {
        List<Usage> usages = new ArrayList<>();
        TableSizes.read(database).values().stream()
                .sorted(Comparator.comparingLong(TableSizes.Size::bytes).reversed())
                .forEach(
                        size -> usages.add(size.isHypertable() ? hypertable(size, retention) : table(size, retention)));
        return usages;
    }

    private Usage table(TableSizes.Size size, TableRetention retention) {
        return new Usage(
                size.table(),
                size.bytes(),
                size.bytes() > MAX_COUNTED_BYTES ? growthByAge(size) : growthByRows(size),
                retention.of(size.table()),
                Duration.ZERO);
    }

    private OptionalLong growthByRows(TableSizes.Size size) {
        if (!database.hasColumn(size.table(), "timestamp")) {
            return OptionalLong.empty();
        }
        return database.tryFirst(RECENT_ROWS.formatted(StateDatabase.quoted(size.table())), row -> {
                    long rows = row.getLong(1);
                    long recent = row.getLong(2);
                    return recent == 0
                            ? OptionalLong.of(0)
                            : perDay((double) size.bytes() / rows * recent, row.getLong(3));
                })
                .orElse(OptionalLong.empty());
    }

    /** The size divided by the time that it covers. */
    private OptionalLong growthByAge(TableSizes.Size size) {
        return new NewestRows(database)
                .oldest(size.table())
                .map(oldest -> perDay(size.bytes(), (System.currentTimeMillis() - oldest.toEpochMilli()) / 1000))
                .orElse(OptionalLong.empty());
    }

    private Usage hypertable(TableSizes.Size size, TableRetention retention) {
        String table = size.table();
        Chunks chunks =
                database.rows(TIME_COLUMN, row -> row.getString(1), table).isEmpty()
                        ? null
                        : database.tryFirst(
                                        CHUNKS.formatted(timescaleSchema),
                                        Chunks::of,
                                        table,
                                        StateDatabase.quoted(table),
                                        table)
                                .orElse(null);
        if (chunks == null) {
            return new Usage(table, size.bytes(), OptionalLong.of(0), retention.of(table), Duration.ZERO);
        }
        long seconds =
                chunks.isWhole() ? Math.min(chunks.seconds(), ageOfOldest(table, chunks.start())) : chunks.seconds();
        return new Usage(
                table,
                size.bytes(),
                perDay(chunks.bytes(), seconds),
                retention.of(table),
                Duration.ofSeconds(chunks.length()));
    }

    /** The first chunk of a young table starts before its first row. */
    private long ageOfOldest(String table, String from) {
        String column = StateDatabase.quoted(
                database.rows(TIME_COLUMN, row -> row.getString(1), table).get(0));
        return database.tryFirst(
                        "SELECT extract(epoch FROM now() - min(" + column + "))::bigint FROM "
                                + StateDatabase.quoted(table) + " WHERE " + column + " >= timestamptz '" + from + "'",
                        row -> {
                            long age = row.getLong(1);
                            return row.wasNull() ? null : Long.valueOf(age);
                        })
                .orElse(Long.MAX_VALUE);
    }

    private static OptionalLong perDay(double bytes, long seconds) {
        return seconds < MIN_SECONDS ? OptionalLong.empty() : OptionalLong.of((long) (bytes * DAY_SECONDS / seconds));
    }
}
