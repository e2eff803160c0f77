package io.pulsefeed.timescale.write;

import java.sql.SQLException;

/** Writes the rows of consecutive records to all their tables in the current transaction. */
@FunctionalInterface
interface RangeWriter {

    void write(RecordRange range) throws SQLException;
}
