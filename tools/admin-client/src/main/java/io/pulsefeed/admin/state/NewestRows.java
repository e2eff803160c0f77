package io.pulsefeed.admin.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time of the newest rows by index. Most tables have an index on a key and the time, such as (pair, timestamp), in which
 * {@code max(timestamp)} would read every row. The query instead visits each key once (a loose index scan), in the chunks of the last
 * seven days.
 */
final class NewestRows {

    private static final String WINDOW = "now() - interval '7 days'";
    private static final long METADATA_NS = 60_000_000_000L;

    private static final String TIME_COLUMN =
            """
            SELECT attname FROM pg_attribute
            WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND atttypid = 'timestamptz'::regtype
            ORDER BY attname <> 'timestamp', NOT attnotnull, attnum LIMIT 1""";

    private static final String INDEXES =
            """
            SELECT i.indexrelid::bigint, k.position, a.attname
            FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = to_regclass(?) AND i.indpred IS NULL AND i.indisvalid ORDER BY 1, 2""";

    private final StateDatabase database;
    private final Map<String, Optional<Access>> known = new LinkedHashMap<>();
    private long knownUntilMonoNs = System.nanoTime();

    NewestRows(StateDatabase database) {
        this.database = database;
    }

    /**
     * How to read a table by time.
     *
     * @param keys columns before the time in the best index; null without an index
     */
    private record Access(String time, @Nullable List<String> keys) {}

    /** Time of the newest row with a key. */
    private record Newest(String key, Instant time) {}

    /** One column of an index. */
    private record IndexColumn(long index, int position, String name) {}

    /** The time of the newest row; null if the table has no time column, is empty, or the time cannot be found quickly. */
    @Nullable
    Instant of(String table) {
        Access access = access(table).orElse(null);
        if (access == null) {
            return null;
        }
        List<String> keys = access.keys();
        Instant recent = keys == null || keys.isEmpty()
                ? null
                : database.tryFirst(
                                "SELECT max(newest) FROM (" + perKey(table, access.time(), keys) + ") each",
                                row -> StateDatabase.instant(row, 1))
                        .orElse(null);
        return recent != null
                ? recent
                : database.tryFirst(
                                "SELECT max(" + StateDatabase.quoted(access.time()) + ") FROM "
                                        + StateDatabase.quoted(table),
                                row -> StateDatabase.instant(row, 1))
                        .orElse(null);
    }

    /** The time of the oldest row; empty if the table has no time column, is empty, or the time cannot be found quickly. */
    Optional<Instant> oldest(String table) {
        return access(table)
                .flatMap(access -> database.tryFirst(
                        "SELECT min(" + StateDatabase.quoted(access.time()) + ") FROM " + StateDatabase.quoted(table),
                        row -> StateDatabase.instant(row, 1)));
    }

    /** The time of the newest row of each value of {@code key}, for the last seven days. Empty for a table that does not exist. */
    Map<String, Instant> byKey(String table, String key) {
        Map<String, Instant> newest = new TreeMap<>();
        access(table).ifPresent(access -> {
            List<String> keys = access.keys();
            String query = keys != null && !keys.isEmpty() && keys.get(0).equals(key)
                    ? "SELECT " + StateDatabase.quoted(key) + ", max(newest) FROM ("
                            + perKey(table, access.time(), keys) + ") each GROUP BY 1"
                    : "SELECT " + StateDatabase.quoted(key) + ", max(" + StateDatabase.quoted(access.time()) + ") FROM "
                            + StateDatabase.quoted(table) + " WHERE " + StateDatabase.quoted(access.time()) + " > "
                            + WINDOW + " GROUP BY 1";
            database.rows(query, row -> new Newest(row.getString(1), StateDatabase.instant(row, 2))).stream()
                    .filter(row -> row.key() != null && row.time() != null)
                    .forEach(row -> newest.put(row.key(), row.time()));
        });
        return newest;
    }

    /** A query with the key columns and {@code newest}, the time of the newest row of each combination of their values. */
    static String perKey(String table, String time, List<String> keys) {
        String from = StateDatabase.quoted(table) + " t";
        String recent = "t." + StateDatabase.quoted(time) + " > " + WINDOW;
        String columns = columns("t", keys);
        String found = columns("found", keys);
        String first =
                "SELECT " + columns + " FROM " + from + " WHERE " + recent + " %s ORDER BY " + columns + " LIMIT 1";
        String same = keys.stream()
                .map(key -> "t." + StateDatabase.quoted(key) + " = found." + StateDatabase.quoted(key))
                .collect(Collectors.joining(" AND "));
        return "WITH RECURSIVE found AS ((" + first.formatted("")
                + ") UNION ALL SELECT following.* FROM found, LATERAL ("
                + first.formatted("AND (" + columns + ") > (" + found + ")") + ") following) SELECT " + found
                + ", (SELECT t." + StateDatabase.quoted(time) + " FROM " + from + " WHERE " + same + " AND " + recent
                + " ORDER BY t." + StateDatabase.quoted(time) + " DESC LIMIT 1) AS newest FROM found";
    }

    private static String columns(String alias, List<String> names) {
        return names.stream()
                .map(name -> alias + "." + StateDatabase.quoted(name))
                .collect(Collectors.joining(", "));
    }

    private Optional<Access> access(String table) {
        if (System.nanoTime() - knownUntilMonoNs >= 0) {
            known.clear();
            knownUntilMonoNs = System.nanoTime() + METADATA_NS;
        }
        return known.computeIfAbsent(table, this::readAccess);
    }

    private Optional<Access> readAccess(String table) {
        String name = StateDatabase.quoted(table);
        return database.rows(TIME_COLUMN, row -> row.getString(1), name).stream()
                .findFirst()
                .map(time -> new Access(time, keysBefore(time, name)));
    }

    /** The shortest list of columns before {@code time} in an index. */
    private @Nullable List<String> keysBefore(String time, String quotedTable) {
        Map<Long, List<IndexColumn>> indexes = database
                .rows(INDEXES, row -> new IndexColumn(row.getLong(1), row.getInt(2), row.getString(3)), quotedTable)
                .stream()
                .collect(Collectors.groupingBy(IndexColumn::index, LinkedHashMap::new, Collectors.toList()));
        List<String> best = null;
        for (List<IndexColumn> columns : indexes.values()) {
            List<String> keys = keysBefore(time, columns);
            if (keys != null && (best == null || keys.size() < best.size())) {
                best = keys;
            }
        }
        return best;
    }

    /** Null if the index does not contain the time, or has an expression before it, which {@code columns} does not list. */
    private static @Nullable List<String> keysBefore(String time, List<IndexColumn> columns) {
        List<String> keys = new ArrayList<>();
        for (IndexColumn column : columns) {
            if (column.position() != keys.size() + 1) {
                return null;
            }
            if (column.name().equals(time)) {
                return keys;
            }
            keys.add(column.name());
        }
        return null;
    }
}
