package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.schema.Column;
import java.util.List;

/**
 * The written columns in COPY order. The key columns come first, so that the key of a row is contiguous in the buffer.
 *
 * @param keyColumns number of key columns; 0 if duplicates cannot be detected
 * @param copyable whether every column has a binary encoder; otherwise rows are inserted with casts from text
 * @param keepFirst whether the first or the last of two rows with the same key is stored
 * @param keepsReceived whether the last column is the time of {@link Source.Coordinate#RECEIVED}, which a row keeps when another row
 *     with the same key replaces it
 * @param isVariant whether the table has several layouts, so that rows with the same key must be applied in order
 * @param resetColumns columns that are set to their default when the row exists
 */
public record TableLayout(
        String table,
        List<Column> columns,
        int keyColumns,
        boolean copyable,
        boolean keepFirst,
        boolean keepsReceived,
        Operation operation,
        boolean isVariant,
        List<String> resetColumns) {

    /** The only layout of a table. */
    public TableLayout(
            String table,
            List<Column> columns,
            int keyColumns,
            boolean copyable,
            boolean keepFirst,
            boolean keepsReceived) {
        this(table, columns, keyColumns, copyable, keepFirst, keepsReceived, Operation.UPSERT, false, List.of());
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    public List<String> keyNames() {
        return columnNames().subList(0, keyColumns);
    }

    /** The columns that a row takes from the row that replaces it. */
    public List<Column> replacedColumns() {
        return columns.subList(keyColumns, columns.size() - (keepsReceived ? 1 : 0));
    }

    /** Whether keys are equal for the server only if their bytes are equal. */
    public boolean hasExactKey() {
        return columns.subList(0, keyColumns).stream().allMatch(Column::isExact);
    }
}
