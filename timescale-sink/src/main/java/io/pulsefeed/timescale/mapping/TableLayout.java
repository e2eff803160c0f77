package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.schema.Column;
import java.util.List;

/**
 * The written columns in COPY order. The key columns come first, so that the key of a row is contiguous in the buffer.
 *
 * @param keyColumns number of key columns; 0 if duplicates cannot be detected
 * @param copyable whether every column has a binary encoder; otherwise rows are inserted with casts from text
 * @param keepFirst whether the first or the last of two rows with the same key is stored
 * @param isVariant whether the table has several layouts, so that rows with the same key must be applied in order
 * @param resetColumns columns that are set to their default when the row exists
 */
public record TableLayout(
        String table,
        List<Column> columns,
        int keyColumns,
        boolean copyable,
        boolean keepFirst,
        Operation operation,
        boolean isVariant,
        List<String> resetColumns) {

    /** The only layout of a table. */
    public TableLayout(String table, List<Column> columns, int keyColumns, boolean copyable, boolean keepFirst) {
        this(table, columns, keyColumns, copyable, keepFirst, Operation.UPSERT, false, List.of());
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    public List<String> keyNames() {
        return columnNames().subList(0, keyColumns);
    }

    /** Whether keys are equal for the server only if their bytes are equal. */
    public boolean hasExactKey() {
        return columns.subList(0, keyColumns).stream().allMatch(Column::isExact);
    }
}
