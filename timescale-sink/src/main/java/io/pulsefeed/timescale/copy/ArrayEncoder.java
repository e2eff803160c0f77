package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;

/** Encodes one-dimensional arrays of a scalar type. */
final class ArrayEncoder implements ColumnEncoder {

    private final int elementOid;
    private final ColumnEncoder element;

    ArrayEncoder(int elementOid, ColumnEncoder element) {
        this.elementOid = elementOid;
        this.element = element;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        requireArray(values, slot);
        int count = values.length(slot);
        int field = out.beginField();
        out.putInt(count == 0 ? 0 : 1);
        int nullFlag = out.size();
        out.putInt(0);
        out.putInt(elementOid);
        if (count > 0) {
            out.putInt(count);
            out.putInt(1);
        }
        int elementSlot = values.start(slot);
        for (int i = 0; i < count; i++) {
            if (values.isPresent(elementSlot)) {
                element.encode(values, elementSlot, out);
            } else {
                out.putNull();
                out.setInt(nullFlag, 1);
            }
            elementSlot = values.nextElement(elementSlot);
        }
        out.endField(field);
    }

    static void requireArray(FieldValues values, int slot) {
        if (values.kind(slot) != FieldValues.ELEMENTS) {
            throw new BadRecordException(Reason.WRONG_TYPE, "not an array");
        }
    }
}
