package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One table and what its topics say it must contain, as a digest per minute. */
final class ComparedTable {

    private static final long MINUTE_MICROS = 60_000_000;

    private final Database database;
    private final String name;
    private final List<RowColumn> columns;
    private final List<Integer> key;
    private final int time;
    private final Map<Long, Digest> expected = new HashMap<>();
    private final RowBytes bytes = new RowBytes();

    /** The rows of a minute. */
    record Digest(long rows, long high, long low) {

        static final Digest NONE = new Digest(0, 0, 0);

        Digest plus(long hash) {
            return new Digest(rows + 1, high + (hash >> 32), low + (hash & 0xFFFFFFFFL));
        }
    }

    /** A row of the table. @param text of the key */
    record Row(String key, long hash, String text, long minute) {}

    /** @param key indexes of the columns that identify a row; empty if all do */
    ComparedTable(Database database, String name, List<RowColumn> columns, List<Integer> key, int time) {
        this.database = database;
        this.name = name;
        this.columns = columns;
        this.key = key;
        this.time = time;
    }

    String name() {
        return name;
    }

    boolean hasColumns(List<RowColumn> others) {
        return columns.equals(others);
    }

    static long minuteOf(long epochMicros) {
        return Math.floorDiv(epochMicros, MINUTE_MICROS);
    }

    static long hourOf(long minute) {
        return Math.floorDiv(minute, 60L) * 3600;
    }

    long hash(@Nullable Object[] row) {
        bytes.clear();
        for (int i = 0; i < row.length; i++) {
            bytes.put(columns.get(i).type(), row[i]);
        }
        return bytes.hash();
    }

    /** The bytes of the key in hexadecimal; empty if a column of it is null, so that it does not identify a row. */
    String keyOf(@Nullable Object[] row) {
        bytes.clear();
        for (int column : key) {
            if (row[column] == null) {
                return "";
            }
            bytes.put(columns.get(column).type(), row[column]);
        }
        return HexFormat.of().formatHex(bytes.toArray());
    }

    void expect(long minute, @Nullable Object[] row) {
        long hash = hash(row);
        expected.merge(minute, Digest.NONE.plus(hash), (before, one) -> before.plus(hash));
    }

    /** The minutes whose rows differ from what is expected. @param isCompared which minutes count */
    Set<Long> differingMinutes(Window window, LongPredicate isCompared) {
        Map<Long, Digest> actual = new HashMap<>();
        String sql =
                "SELECT extract(epoch FROM date_trunc('minute', t))::bigint / 60, count(*), sum(h >> 32), sum(h & 4294967295)"
                        + " FROM (SELECT " + timeColumn() + " AS t, " + hashSql() + " AS h FROM "
                        + Database.quoted(name)
                        + " WHERE " + timeColumn() + " >= " + Window.sql(window.since()) + " AND " + timeColumn()
                        + " < "
                        + Window.sql(window.until()) + ") r GROUP BY 1";
        for (List<@Nullable String> row : database.rows(sql)) {
            actual.put(number(row, 0), new Digest(number(row, 1), number(row, 2), number(row, 3)));
        }
        Set<Long> minutes = new TreeSet<>(expected.keySet());
        minutes.addAll(actual.keySet());
        minutes.removeIf(minute -> !isCompared.test(minute)
                || expected.getOrDefault(minute, Digest.NONE).equals(actual.getOrDefault(minute, Digest.NONE)));
        return minutes;
    }

    long expectedRows(long minute) {
        return expected.getOrDefault(minute, Digest.NONE).rows();
    }

    /** The rows of some minutes. */
    List<Row> rows(Set<Long> minutes, Window window) {
        String keySql = key.stream().map(i -> columns.get(i).bytesSql()).collect(Collectors.joining(" || "));
        String isWhole = key.stream()
                .map(i -> Database.quoted(columns.get(i).name()) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String text = labelled().stream()
                .map(i -> "'" + columns.get(i).name().replace("'", "''") + "=' || coalesce("
                        + Database.quoted(columns.get(i).name()) + "::text, 'null')")
                .collect(Collectors.joining(" || ', ' || "));
        List<Row> rows = new ArrayList<>();
        for (List<@Nullable String> row : database.rows("SELECT "
                + (key.isEmpty() ? "''" : "CASE WHEN " + isWhole + " THEN encode(" + keySql + ", 'hex') ELSE '' END")
                + ", " + hashSql() + ", " + text + ", extract(epoch FROM date_trunc('minute', " + timeColumn()
                + "))::bigint / 60 FROM " + Database.quoted(name) + " WHERE " + timeColumn() + " >= "
                + Window.sql(window.since()) + " AND " + timeColumn() + " < " + Window.sql(window.until()) + " AND ("
                + ranges(minutes) + ")")) {
            rows.add(new Row(
                    Objects.requireNonNull(row.get(0)),
                    number(row, 1),
                    Objects.requireNonNull(row.get(2)),
                    number(row, 3)));
        }
        return rows;
    }

    /** Consecutive minutes as one range. */
    private String ranges(Set<Long> minutes) {
        List<String> ranges = new ArrayList<>();
        Long start = null;
        Long last = null;
        for (Long minute : new TreeSet<>(minutes)) {
            if (last != null && minute != last + 1) {
                ranges.add(range(start, last));
                start = minute;
            }
            start = start == null ? minute : start;
            last = minute;
        }
        ranges.add(range(Objects.requireNonNull(start), Objects.requireNonNull(last)));
        return String.join(" OR ", ranges);
    }

    private String range(long first, long last) {
        return timeColumn() + " >= to_timestamp(" + first * 60 + ") AND " + timeColumn() + " < to_timestamp("
                + (last + 1) * 60 + ")";
    }

    /** The columns of a stored row that differ, with both values. */
    String difference(@Nullable Object[] row) {
        String values = columns.stream()
                .map(column -> "encode(" + column.bytesSql() + ", 'hex'), " + Database.quoted(column.name()) + "::text")
                .collect(Collectors.joining(", "));
        long micros = (Long) Objects.requireNonNull(row[time]);
        List<String> differences = new ArrayList<>();
        for (List<@Nullable String> stored : database.rows("SELECT " + values + " FROM " + Database.quoted(name)
                + " WHERE " + timeColumn() + " = timestamptz 'epoch' + " + micros + " * interval '1 microsecond'")) {
            differences.clear();
            boolean isRow = true;
            for (int i = 0; i < columns.size(); i++) {
                bytes.clear();
                bytes.put(columns.get(i).type(), row[i]);
                boolean isEqual = HexFormat.of().formatHex(bytes.toArray()).equals(stored.get(2 * i));
                isRow &= isEqual || !key.contains(i);
                if (!isEqual) {
                    ShownValue value = ShownValue.of(
                            stored.get(2 * i + 1),
                            row[i] == null ? null : text(columns.get(i), row[i]),
                            columns.get(i).isText());
                    differences.add(
                            columns.get(i).name() + " is " + value.stored() + ", the topic has " + value.expected());
                }
            }
            if (isRow) {
                break;
            }
        }
        return String.join("; ", differences);
    }

    /** The key of a row as text. */
    String label(@Nullable Object[] row) {
        return labelled().stream()
                .map(i -> columns.get(i).name() + "=" + text(columns.get(i), row[i]))
                .collect(Collectors.joining(", "));
    }

    private List<Integer> labelled() {
        return key.isEmpty() ? IntStream.range(0, columns.size()).boxed().toList() : key;
    }

    private static String text(RowColumn column, @Nullable Object value) {
        if (value != null && column.type() == RowColumn.Type.TIME) {
            long micros = (Long) value;
            return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000)
                    .toString();
        }
        return value instanceof Object[] array
                ? Stream.of(array).map(String::valueOf).collect(Collectors.joining(",", "{", "}"))
                : String.valueOf(value);
    }

    private String timeColumn() {
        return Database.quoted(columns.get(time).name());
    }

    private String hashSql() {
        String all = columns.stream().map(RowColumn::bytesSql).collect(Collectors.joining(" || "));
        return "('x' || left(md5(" + all + "), 16))::bit(64)::bigint";
    }

    private static long number(List<@Nullable String> row, int column) {
        return Long.parseLong(Objects.requireNonNull(row.get(column)));
    }
}
