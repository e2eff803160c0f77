package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.schema.Column;
import java.util.List;

/**
 * The written columns in COPY order. The key columns come first, so that the key of a row is contiguous in the buffer.
 *
 * @param keyColumns number of key columns; 0 if duplicates cannot be detected
 * @param copyable whether every column has a binary encoder; otherwise rows are inserted with casts from text
 * @param keepFirst whether the first or the last of two rows with the same key is stored
 */
public record TableLayout(String table, List<Column> columns, int keyColumns, boolean copyable, boolean keepFirst) {

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
