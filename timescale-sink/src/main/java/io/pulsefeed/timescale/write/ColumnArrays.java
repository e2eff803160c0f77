package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.schema.Column;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The values of each column as one array parameter, for {@code FROM unnest(?, ?) AS r (c0, c1)}. */
final class ColumnArrays {

    private ColumnArrays() {}

    /** @param rows of the table, in the order of the statement */
    static void bind(PreparedStatement statement, TableBuffer table, int[] rows) throws SQLException {
        List<Column> columns = table.layout().columns();
        BinaryArray[] arrays = new BinaryArray[columns.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new BinaryArray(ArrayType.of(columns.get(i)), rows.length);
        }
        CopyBuffer bytes = table.bytes();
        for (int row : rows) {
            int position = table.rowStart(row) + 2;
            for (BinaryArray array : arrays) {
                int length = bytes.intAt(position);
                int size = 4 + Math.max(0, length);
                array.add(bytes.array(), position, size, length < 0);
                position += size;
            }
        }
        for (int i = 0; i < arrays.length; i++) {
            statement.setObject(i + 1, arrays[i]);
        }
    }

    /** The FROM item. */
    static String source(List<Column> columns) {
        String parameters = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        String aliases =
                IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "unnest(" + parameters + ") AS r (" + aliases + ")";
    }

    /** The value of a column, with a cast if it is sent as text. */
    static String value(List<Column> columns, int index) {
        return ArrayType.of(columns.get(index)).expression("c" + index);
    }
}
