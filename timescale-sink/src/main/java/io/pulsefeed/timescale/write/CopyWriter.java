package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TableLayout;
import io.pulsefeed.timescale.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows with binary COPY. */
final class CopyWriter {

    /** No more fields follow. */
    private static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};

    private final PGConnection connection;

    CopyWriter(Connection connection) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
    }

    /** Sends the rows from {@code from} to before {@code to}; fails as a whole. @return bytes sent */
    int write(TableBuffer table, int from, int to) throws SQLException {
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
            return table.rowEnd(to - 1) - start;
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
