package io.pulsefeed.cli.disk;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.TableRetention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** Reads the disk use of the tables of the schema. */
public final class TableUsages {

    /** Without compressed chunks, whose tables do not inherit. */
    private static final String TABLES =
            """
            WITH RECURSIVE part (name, id) AS (
              SELECT c.relname, c.oid FROM pg_class c
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
              UNION ALL
              SELECT part.name, i.inhrelid FROM part JOIN pg_inherits i ON i.inhparent = part.id)
            SELECT name, sum(pg_total_relation_size(id))::bigint FROM part GROUP BY name ORDER BY 2 DESC""";

    private static final String HYPERTABLES =
            """
            SELECT h.hypertable_name, %1$s.hypertable_size(format('%%I.%%I', h.hypertable_schema, h.hypertable_name)::regclass)
            FROM timescaledb_information.hypertables h WHERE h.hypertable_schema = current_schema()
            UNION ALL
            SELECT a.view_name, %1$s.hypertable_size(format('%%I.%%I', a.materialization_hypertable_schema,
              a.materialization_hypertable_name)::regclass)
            FROM timescaledb_information.continuous_aggregates a WHERE a.view_schema = current_schema()""";

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

    /** Counting the rows of a large table without an index that starts with the time takes long. */
    private static final String STATEMENT_TIMEOUT = "SET statement_timeout = '10s'";

    private static final long DAY_SECONDS = 86_400;
    private static final long MIN_SECONDS = 600;

    private final Database database;
    private final boolean hasTimescale;

    private TableUsages(Database database) {
        this.database = database;
        this.hasTimescale = database.count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") > 0;
    }

    public static List<Usage> read(Database database, TableRetention retention) {
        database.execute(STATEMENT_TIMEOUT);
        return new TableUsages(database).read(retention);
    }

    /** Bytes of each table with its indexes and all chunks, compressed ones included. */
    public static Map<String, Long> sizes(Database database) {
        return new TableUsages(database).sizes();
    }

    private Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        database.rows(TABLES)
                .forEach(row -> sizes.put(
                        Objects.requireNonNull(row.get(0)), Long.parseLong(Objects.requireNonNull(row.get(1)))));
        sizes.putAll(hypertables());
        return sizes;
    }

    private List<Usage> read(TableRetention retention) {
        Map<String, Long> sizes = sizes();
        Map<String, Long> hypertables = hypertables();
        List<Usage> usages = new ArrayList<>();
        sizes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(table -> usages.add(
                        hypertables.containsKey(table.getKey())
                                ? hypertable(table.getKey(), table.getValue(), retention)
                                : new Usage(
                                        table.getKey(),
                                        table.getValue(),
                                        growthOfTable(table.getKey(), table.getValue()),
                                        retention.of(table.getKey()),
                                        Duration.ZERO)));
        return usages;
    }

    private Map<String, Long> hypertables() {
        Map<String, Long> sizes = new HashMap<>();
        if (hasTimescale) {
            String schema = database.timescaleFunction("x").replaceFirst("\\.x$", "");
            database.rows(String.format(HYPERTABLES, schema))
                    .forEach(row -> sizes.put(
                            Objects.requireNonNull(row.get(0)),
                            row.get(1) == null ? 0 : Long.parseLong(Objects.requireNonNull(row.get(1)))));
        }
        return sizes;
    }

    private Usage hypertable(String table, long bytes, TableRetention retention) {
        List<List<String>> found = List.of();
        if (database.exists(table) && !database.rows(TIME_COLUMN, table).isEmpty()) {
            String schema = database.timescaleFunction("x").replaceFirst("\\.x$", "");
            found = database.rows(String.format(CHUNKS, schema), table, Database.quoted(table), table);
        }
        if (found.isEmpty() || found.get(0).get(0) == null) {
            return new Usage(table, bytes, OptionalLong.of(0), retention.of(table), Duration.ZERO);
        }
        List<String> chunks = found.get(0);
        long seconds = Long.parseLong(chunks.get(1));
        if ("t".equals(chunks.get(3))) {
            seconds = Math.min(seconds, ageOfOldest(table, chunks.get(4)));
        }
        return new Usage(
                table,
                bytes,
                OptionalLong.of(perDay(Long.parseLong(chunks.get(0)), seconds)),
                retention.of(table),
                Duration.ofSeconds(Long.parseLong(chunks.get(2))));
    }

    /** The first chunk of a young table starts before its first row. */
    private long ageOfOldest(String table, String from) {
        String column = Database.quoted(
                Objects.requireNonNull(database.rows(TIME_COLUMN, table).get(0).get(0)));
        try {
            String age = database.rows("SELECT extract(epoch FROM now() - min(" + column + "))::bigint FROM "
                            + Database.quoted(table) + " WHERE " + column + " >= timestamptz '" + from + "'")
                    .get(0)
                    .get(0);
            return age == null ? Long.MAX_VALUE : Long.parseLong(age);
        } catch (UserError e) {
            return Long.MAX_VALUE;
        }
    }

    private OptionalLong growthOfTable(String table, long bytes) {
        if (!database.columns(table).contains("timestamp")) {
            return OptionalLong.empty();
        }
        try {
            List<String> row = database.rows("SELECT (SELECT count(*) FROM " + Database.quoted(table)
                            + "), count(*), extract(epoch FROM now() - min(timestamp))::bigint FROM "
                            + Database.quoted(table)
                            + " WHERE timestamp > now() - interval '7 days' AND timestamp <= now()")
                    .get(0);
            long rows = Long.parseLong(row.get(0));
            return OptionalLong.of(
                    rows == 0 || row.get(2) == null
                            ? 0
                            : perDay(
                                    (long) ((double) bytes / rows * Long.parseLong(row.get(1))),
                                    Long.parseLong(row.get(2))));
        } catch (UserError e) {
            return OptionalLong.empty();
        }
    }

    private static long perDay(long bytes, long seconds) {
        return (long) ((double) bytes * DAY_SECONDS / Math.max(MIN_SECONDS, seconds));
    }
}
