package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.error.SqlErrorKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the records that the server rejects, by bisection inside savepoints, and writes the others. A record is written to all
 * its tables or to none. k bad records among n take about k log n attempts.
 */
final class BisectingWriter {

    /** This many single records in a row with the same unknown SQLSTATE mean that the cause is not the data. */
    private static final int MAX_SAME_UNKNOWN = 3;

    private final Connection connection;
    private final RangeWriter writer;
    private final WritePaths paths;
    private final Map<Integer, BadRecordException> bad = new TreeMap<>();
    private String lastUnknownState = "";
    private int sameUnknown;

    /** @param paths changes if a table rejects a key that it can accept in another statement */
    BisectingWriter(Connection connection, RangeWriter writer, WritePaths paths) {
        this.connection = connection;
        this.writer = writer;
        this.paths = paths;
    }

    /** Rejected records so far, by record number in the batch. */
    Map<Integer, BadRecordException> bad() {
        return bad;
    }

    /** @throws SQLException if the error cannot be caused by the data */
    void write(RecordRange range) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            writer.write(range);
            connection.releaseSavepoint(savepoint);
            sameUnknown = 0;
            return;
        } catch (SQLException e) {
            if (!SqlErrorKind.of(e).canBeBadRow()) {
                throw e;
            }
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            if (e instanceof TableException error && paths.change(error.table(), SqlErrorKind.of(e))) {
                write(range);
                return;
            }
            if (range.size() == 1) {
                reject(range.from(), e);
                return;
            }
        }
        write(range.firstHalf());
        write(range.secondHalf());
    }

    private void reject(int record, SQLException e) throws SQLException {
        if (SqlErrorKind.of(e) == SqlErrorKind.UNKNOWN) {
            sameUnknown = lastUnknownState.equals(e.getSQLState()) ? sameUnknown + 1 : 1;
            lastUnknownState = String.valueOf(e.getSQLState());
            if (sameUnknown >= MAX_SAME_UNKNOWN) {
                throw e;
            }
        }
        String table = e instanceof TableException error ? "table " + error.table() : "the database";
        bad.put(
                record,
                new BadRecordException(
                        Reason.REFUSED_BY_DATABASE,
                        table + " rejected the record with SQLSTATE " + e.getSQLState() + ": "
                                + BadRecordException.truncateMessage(String.valueOf(e.getMessage())),
                        e));
    }
}
