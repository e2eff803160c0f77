package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes rows with binary COPY. */
final class CopyWriter implements RowWriter {

    /** End of the COPY data. */
    private static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};

    private final PGConnection connection;
    private final SinkMetrics metrics;

    CopyWriter(Connection connection, SinkMetrics metrics) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
        this.metrics = metrics;
    }

    @Override
    public void write(TableBuffer table, int from, int to) throws SQLException {
        CopyIn copy = connection.getCopyAPI().copyIn(statement(table.layout()));
        try {
            byte[] bytes = table.bytes().array();
            int start = from == 0 ? 0 : table.rowStart(from);
            if (from > 0) {
                copy.writeToCopy(TableBuffer.HEADER, 0, TableBuffer.HEADER.length);
            }
            copy.writeToCopy(bytes, start, table.rowEnd(to - 1) - start);
            copy.writeToCopy(TRAILER, 0, TRAILER.length);
            copy.endCopy();
            metrics.addCopied(to - from, table.rowEnd(to - 1) - start);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static String statement(TableLayout layout) {
        return "COPY " + Sql.quotedTable(layout.table()) + " (" + Sql.columnList(layout.columnNames())
                + ") FROM STDIN (FORMAT binary)";
    }
}
