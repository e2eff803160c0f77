package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.ColumnEncoder;
import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.schema.Column;
import java.util.Arrays;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Encodes the constants of a mapping once, when it is compiled. */
final class ConstantField {

    private ConstantField() {}

    /** @return the encoded field; null if {@code text} is null */
    static byte @Nullable [] encode(@Nullable String text, ColumnEncoder encoder, Column column) {
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
            throw new ConnectException(
                    "The constant '" + text + "' of the mapping does not match column " + column.name() + " of type "
                            + column.typeName() + ": " + e.getMessage() + ". Change the constant or the column.");
        }
        return Arrays.copyOf(out.array(), out.size());
    }
}
