package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.wire.FieldValues;

/** Writes one value in the binary form of its column's type, length included. */
@FunctionalInterface
public interface ColumnEncoder {

    /**
     * @param slot a slot that holds a value, neither absent nor null
     * @throws io.pulsefeed.timescale.error.BadRecordException when the column cannot hold the value
     */
    void encode(FieldValues values, int slot, CopyBuffer out);
}
