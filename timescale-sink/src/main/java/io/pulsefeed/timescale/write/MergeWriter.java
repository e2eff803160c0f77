package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.ledger.TrackedTables;
import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.Generation;
import io.pulsefeed.timescale.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes rows with INSERT .. SELECT FROM unnest(arrays) ON CONFLICT, which is slower than COPY but accepts rows that already
 * exist. Elements of a binary array have the same format as fields of a binary COPY, so the bytes only have to be regrouped.
 *
 * <p>A statement fails if it contains two rows whose keys are equal for the server. The rows are written without those that are
 * equal in bytes. Others, such as 1.0 and 1.00, are separated by splitting the statement; the last row in the order of arrival wins.
 */
final class MergeWriter implements RowWriter {

    private static final int MAX_ROWS = 5_000;

    private final Connection connection;
    private final WritePaths paths;
    private final TrackedTables tracked;
    private final SinkMetrics metrics;

    /** @param tracked tables whose new rows are counted by hour */
    MergeWriter(Connection connection, WritePaths paths, TrackedTables tracked, SinkMetrics metrics) {
        this.connection = connection;
        this.paths = paths;
        this.tracked = tracked;
        this.metrics = metrics;
    }

    @Override
    public void write(TableBuffer table, int from, int to) throws SQLException {
        boolean repeatsKeys = paths.isOrdered(table.layout().table());
        int[] arrival = table.lastOfKeys(from, to);
        int[] order = repeatsKeys || !table.layout().hasExactKey() ? arrival : sorted(table, arrival);
        boolean isTracked = tracked.contains(table.layout().table());
        if (isTracked) {
            // Rows that are not written have the key of another row.
            IntStream.range(from, to).forEach(row -> table.markExisted(row, true));
        }
        int changed = 0;
        for (int start = 0; start < order.length; ) {
            int end = Math.min(order.length, start + MAX_ROWS);
            end = isTracked ? endOfHour(table, order, start, end) : end;
            int[] chunk = Arrays.copyOfRange(order, start, end);
            changed += repeatsKeys ? writeInParts(table, chunk) : writeChunk(table, chunk);
            start = end;
        }
        metrics.addMerged(changed, order.length - changed);
    }

    /** New rows can be counted, but not identified, so a statement has rows of one hour. */
    private static int endOfHour(TableBuffer table, int[] order, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (table.hourOf(order[i]) != table.hourOf(order[start])) {
                return i;
            }
        }
        return end;
    }

    private int writeInParts(TableBuffer table, int[] chunk) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            int changed = writeChunk(table, chunk);
            connection.releaseSavepoint(savepoint);
            return changed;
        } catch (SQLException e) {
            if (chunk.length == 1 || SqlErrorKind.of(e) != SqlErrorKind.REPEATED_KEY) {
                throw e;
            }
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
        }
        int middle = chunk.length >>> 1;
        return writeInParts(table, Arrays.copyOf(chunk, middle))
                + writeInParts(table, Arrays.copyOfRange(chunk, middle, chunk.length));
    }

    /** Sorts by hour and key, because two tasks that update the same rows in different orders would deadlock. */
    private int[] sorted(TableBuffer table, int[] rows) {
        byte[] bytes = table.bytes().array();
        Comparator<Integer> byKey = (a, b) -> Arrays.compareUnsigned(
                bytes, table.rowStart(a) + 2, keyEnd(table, a), bytes, table.rowStart(b) + 2, keyEnd(table, b));
        return IntStream.of(rows)
                .boxed()
                .sorted(
                        tracked.contains(table.layout().table())
                                ? Comparator.comparing(table::hourOf).thenComparing(byKey)
                                : byKey)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int keyEnd(TableBuffer table, int row) {
        return Math.max(table.keyEnd(row), table.rowStart(row) + 2);
    }

    /** @return number of rows inserted or updated */
    private int writeChunk(TableBuffer table, int[] order) throws SQLException {
        String name = table.layout().table();
        if (tracked.contains(name)) {
            return writeCounting(table, order);
        }
        return table.layout().keyColumns() > 0 && paths.needsExisting(name)
                ? writeProbing(table, order)
                : execute(insert(table.layout()) + conflict(table.layout()), table, order);
    }

    private int execute(String sql, TableBuffer table, int[] order) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ColumnArrays.bind(statement, table, order);
            return statement.executeUpdate();
        }
    }

    private int writeCounting(TableBuffer table, int[] order) throws SQLException {
        String sql = counting(insert(table.layout()) + conflict(table.layout()));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ColumnArrays.bind(statement, table, order);
            try (ResultSet counts = statement.executeQuery()) {
                counts.next();
                int added = counts.getInt(2);
                for (int i = 0; i < order.length; i++) {
                    table.markExisted(order[i], i >= added);
                }
                paths.onMerged(table.layout().table(), order.length - added);
                return counts.getInt(1);
            }
        }
    }

    /**
     * First inserts the new rows only: the number of the others decides how the next batches are written. RETURNING xmax would need
     * the permission to read all columns.
     */
    private int writeProbing(TableBuffer table, int[] order) throws SQLException {
        TableLayout layout = table.layout();
        String merge = conflict(layout);
        String skip = target(layout) + "NOTHING";
        Savepoint savepoint = connection.setSavepoint();
        int added = execute(insert(layout) + skip, table, order);
        paths.onMerged(layout.table(), order.length - added);
        boolean isDone = added == order.length || merge.equals(skip);
        if (!isDone) {
            connection.rollback(savepoint);
        }
        connection.releaseSavepoint(savepoint);
        return isDone ? added : execute(insert(layout) + merge, table, order);
    }

    /** Counts the changed rows, and those that did not exist: only an inserted row has no earlier transaction. */
    private static String counting(String insert) {
        return "WITH written AS (" + insert + " RETURNING xmax = 0 AS added)"
                + " SELECT count(*), count(*) FILTER (WHERE added) FROM written";
    }

    private static String insert(TableLayout layout) {
        List<Column> columns = layout.columns();
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> ColumnArrays.value(columns, i))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + Sql.quotedTable(layout.table()) + " (" + Sql.columnList(layout.columnNames())
                + ") OVERRIDING SYSTEM VALUE SELECT " + values + " FROM " + ColumnArrays.source(columns);
    }

    private static String conflict(TableLayout layout) {
        if (layout.keyColumns() == 0) {
            return "";
        }
        // An identity column that is always generated accepts a value in an INSERT, as COPY does, but not in an UPDATE.
        Stream<String> changes = Stream.concat(
                layout.replacedColumns().stream()
                        .filter(column -> column.generation() != Generation.IDENTITY_ALWAYS)
                        .map(column -> Sql.quoted(column.name()) + " = excluded." + Sql.quoted(column.name())),
                layout.resetColumns().stream().map(name -> Sql.quoted(name) + " = DEFAULT"));
        String assignments = changes.collect(Collectors.joining(", "));
        return layout.keepFirst() || assignments.isEmpty()
                ? target(layout) + "NOTHING"
                : target(layout) + "UPDATE SET " + assignments;
    }

    private static String target(TableLayout layout) {
        return " ON CONFLICT (" + Sql.columnList(layout.keyNames()) + ") DO ";
    }
}
