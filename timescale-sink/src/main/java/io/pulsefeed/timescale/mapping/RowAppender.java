package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.CopyBuffer;

/** Receives the rows of one table. */
public interface RowAppender {

    /** Starts a row. @return the buffer for its fields */
    CopyBuffer beginRow();

    /**
     * Ends the row.
     *
     * @param keyEnd end of the key columns in the buffer; 0 if a key column is null
     * @param epochMicros time of the row in microseconds since 1970; {@link Long#MIN_VALUE} if it has none
     */
    void endRow(int keyEnd, long epochMicros);
}
