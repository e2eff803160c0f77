package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.ColumnEncoder;
import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.wire.FieldValues;
import java.util.Arrays;
import org.apache.kafka.connect.errors.ConnectException;

/** Texts of the mapping itself, encoded once. */
final class ConstantField {

    private ConstantField() {}

    /** @return the field's bytes, length included; null for no text */
    static byte[] encode(String text, ColumnEncoder encoder, Column column) {
        if (text == null) {
            return null;
        }
        FieldValues values = new FieldValues(1);
        boolean number = !text.isEmpty() && "-0123456789".indexOf(text.charAt(0)) >= 0;
        boolean textual = column.typeOid() == 25 || column.typeOid() == 1043 || column.typeOid() == 1042;
        values.setCharacters(0, number && !textual ? FieldValues.NUMBER : FieldValues.TEXT, text);
        CopyBuffer out = new CopyBuffer(64);
        try {
            encoder.encode(values, 0, out);
        } catch (BadRecordException e) {
            throw new ConnectException("The constant '" + text + "' of the mapping does not fit column " + column.name()
                    + " of type " + column.typeName() + ": " + e.getMessage());
        }
        return Arrays.copyOf(out.array(), out.size());
    }
}
