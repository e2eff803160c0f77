package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.Map;

/** Encodes one-dimensional arrays of a scalar type. */
final class ArrayEncoder implements ColumnEncoder {

    private final int elementOid;
    private final ColumnEncoder element;

    private ArrayEncoder(int elementOid, ColumnEncoder element) {
        this.elementOid = elementOid;
        this.element = element;
    }

    static ArrayEncoder ofText(int elementOid, ValueRules rules) {
        return new ArrayEncoder(elementOid, new TextEncoder(-1, rules, Map.of()));
    }

    static ArrayEncoder ofFloat8(ValueRules rules) {
        return new ArrayEncoder(Encoders.FLOAT8, NumberEncoders.float8(rules));
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        if (values.kind(slot) != FieldValues.ELEMENTS) {
            throw new BadRecordException(Reason.WRONG_TYPE, "not an array");
        }
        int first = values.start(slot);
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
        for (int i = 0; i < count; i++) {
            if (values.isPresent(first + i)) {
                element.encode(values, first + i, out);
            } else {
                out.putNull();
                out.setInt(nullFlag, 1);
            }
        }
        out.endField(field);
    }
}
