package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.CopyBuffer;

/** Where the rows of one table are appended. */
public interface Rows {

    /** Starts a row and returns the bytes to append its fields to. */
    CopyBuffer beginRow();

    /** Ends the row. @param keyEnd where the bytes of the key's columns end; 0 when a part of the key is null */
    void endRow(int keyEnd, long micros);
}
