package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.schema.Column;
import java.util.List;

/**
 * The columns that are written, in the order of the COPY: those of the key first, so that a row's key is one run of bytes.
 *
 * @param keyColumns how many of them make a row unique; 0 when duplicates cannot be told
 * @param copyable whether every column has a binary form here; the others go as text, which the server casts
 * @param keepFirst whether the first of two rows with the same key stays, or the last one replaces it
 */
public record TableLayout(String table, List<Column> columns, int keyColumns, boolean copyable, boolean keepFirst) {

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    public List<String> keyNames() {
        return columnNames().subList(0, keyColumns);
    }
}
