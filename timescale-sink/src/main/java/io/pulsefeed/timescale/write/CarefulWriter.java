package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.error.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Finds the rows that the server refuses, by halves inside savepoints: k bad ones among n cost about k log n statements, and
 * the good ones are written on the way.
 */
final class CarefulWriter {

    /** So many single rows refused alike, with an error that is not known to be about data, are not about data. */
    private static final int ALIKE = 3;

    /** Writes rows of a table, all or none. */
    @FunctionalInterface
    interface RangeWriter {
        void write(TableBuffer table, int from, int to) throws SQLException;
    }

    private final Connection connection;
    private final RangeWriter writer;
    private final Map<Integer, BadRecordException> bad = new TreeMap<>();
    private String lastState = "";
    private int alike;

    CarefulWriter(Connection connection, RangeWriter writer) {
        this.connection = connection;
        this.writer = writer;
    }

    /** Refused records of the batch so far, by their number in it. */
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
            alike = 0;
            return;
        } catch (SQLException e) {
            if (!isAboutRows(SqlStates.of(e))) {
                throw e;
            }
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            if (to - from == 1) {
                refuse(table, from, e);
                return;
            }
        }
        int middle = from + to >>> 1;
        write(table, from, middle);
        write(table, middle, to);
    }

    static boolean isAboutRows(SqlStates kind) {
        return kind == SqlStates.BAD_ROW || kind == SqlStates.UNKNOWN || kind == SqlStates.DUPLICATE_KEY;
    }

    private void refuse(TableBuffer table, int row, SQLException e) {
        if (SqlStates.of(e) == SqlStates.UNKNOWN) {
            alike = lastState.equals(e.getSQLState()) ? alike + 1 : 1;
            lastState = String.valueOf(e.getSQLState());
            if (alike >= ALIKE) {
                throw new ConnectException(
                        "Table " + table.layout().table() + " refused " + alike + " single rows in a row with SQLSTATE "
                                + e.getSQLState() + ", which is not known to be about data: " + e.getMessage(),
                        e);
            }
        }
        bad.putIfAbsent(
                table.recordOf(row),
                new BadRecordException(
                        Reason.REFUSED_BY_DATABASE,
                        "table " + table.layout().table() + " refused the row with SQLSTATE " + e.getSQLState() + ": "
                                + BadRecordException.cut(String.valueOf(e.getMessage())),
                        e));
    }
}
