package io.pulsefeed.timescale.write;

import java.sql.SQLException;

/** Writes rows of one table in the current transaction. */
@FunctionalInterface
interface RowWriter {

    /** Writes the rows from {@code from} to before {@code to}: all, or none and an exception. */
    void write(TableBuffer table, int from, int to) throws SQLException;
}
