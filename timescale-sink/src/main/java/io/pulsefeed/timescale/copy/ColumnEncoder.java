package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.field.FieldValues;

/** Writes one value as a field of binary COPY: its length, then its bytes in the binary format of the column type. */
@FunctionalInterface
public interface ColumnEncoder {

    /**
     * @param slot of a value that is neither absent nor null
     * @throws io.pulsefeed.timescale.error.BadRecordException if the column cannot store the value
     */
    void encode(FieldValues values, int slot, CopyBuffer out);
}
