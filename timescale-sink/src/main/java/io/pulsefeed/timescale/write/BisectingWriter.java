package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.error.SqlErrorKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Finds the rows that the server rejects, by bisection inside savepoints, and writes the others. k bad rows among n take about
 * k log n statements.
 */
final class BisectingWriter {

    /** This many single rows in a row with the same unknown SQLSTATE mean that the cause is not the data. */
    private static final int MAX_SAME_UNKNOWN = 3;

    private final Connection connection;
    private final RowWriter writer;
    private final Map<Integer, BadRecordException> bad = new TreeMap<>();
    private String lastUnknownState = "";
    private int sameUnknown;

    BisectingWriter(Connection connection, RowWriter writer) {
        this.connection = connection;
        this.writer = writer;
    }

    /** Rejected records of the batch so far, by record number in the batch. */
    Map<Integer, BadRecordException> bad() {
        return bad;
    }

    void write(TableBuffer table) throws SQLException {
        write(table, 0, table.rows());
    }

    private void write(TableBuffer table, int from, int to) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            writer.write(table, from, to);
            connection.releaseSavepoint(savepoint);
            sameUnknown = 0;
            return;
        } catch (SQLException e) {
            if (!canBeBadRow(SqlErrorKind.of(e))) {
                throw e;
            }
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            if (to - from == 1) {
                reject(table, from, e);
                return;
            }
        }
        int middle = from + to >>> 1;
        write(table, from, middle);
        write(table, middle, to);
    }

    static boolean canBeBadRow(SqlErrorKind kind) {
        return kind == SqlErrorKind.BAD_ROW || kind == SqlErrorKind.UNKNOWN || kind == SqlErrorKind.DUPLICATE_KEY;
    }

    private void reject(TableBuffer table, int row, SQLException e) {
        if (SqlErrorKind.of(e) == SqlErrorKind.UNKNOWN) {
            sameUnknown = lastUnknownState.equals(e.getSQLState()) ? sameUnknown + 1 : 1;
            lastUnknownState = String.valueOf(e.getSQLState());
            if (sameUnknown >= MAX_SAME_UNKNOWN) {
                throw new ConnectException(
                        "Table " + table.layout().table() + " rejected " + sameUnknown + " rows in a row with SQLSTATE "
                                + e.getSQLState() + ", which is not a known data error: " + e.getMessage()
                                + ". Fix the cause in the database and restart the task.",
                        e);
            }
        }
        bad.putIfAbsent(
                table.recordOf(row),
                new BadRecordException(
                        Reason.REFUSED_BY_DATABASE,
                        "table " + table.layout().table() + " rejected the row with SQLSTATE " + e.getSQLState() + ": "
                                + BadRecordException.truncate(String.valueOf(e.getMessage())),
                        e));
    }
}
