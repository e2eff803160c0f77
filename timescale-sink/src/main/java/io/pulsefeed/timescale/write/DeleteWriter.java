package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.core.Oid;

/** Deletes the rows with the keys of a buffer. A key without a row is ignored. */
final class DeleteWriter implements RowWriter {

    private final Connection connection;
    private final SinkMetrics metrics;

    DeleteWriter(Connection connection, SinkMetrics metrics) {
        this.connection = connection;
        this.metrics = metrics;
    }

    @Override
    public void write(TableBuffer table, int from, int to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statement(table.layout()))) {
            ColumnArrays.bind(statement, table, IntStream.range(from, to).toArray());
            metrics.addDeleted(statement.executeUpdate());
        }
    }

    private static String statement(TableLayout layout) {
        String condition = IntStream.range(0, layout.keyColumns())
                .mapToObj(i -> "t." + Sql.quoted(layout.columns().get(i).name()) + " = " + value(layout, i))
                .collect(Collectors.joining(" AND "));
        return "DELETE FROM " + Sql.quotedTable(layout.table()) + " AS t USING " + ColumnArrays.source(layout.columns())
                + " WHERE " + condition;
    }

    /** The value as the server stores it. A char column compares its trailing spaces with those of text. */
    private static String value(TableLayout layout, int index) {
        Column column = layout.columns().get(index);
        String value = ColumnArrays.value(layout.columns(), index);
        if (column.typeOid() == Oid.BPCHAR) {
            return "CAST(" + value + " AS bpchar)";
        }
        return column.isRounded() ? "CAST(" + value + " AS " + column.typeName() + ")" : value;
    }
}
