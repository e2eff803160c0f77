package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.ColumnEncoder;
import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.schema.Column;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Encodes the constants of a mapping once, when it is compiled. */
final class ConstantField {

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private ConstantField() {}

    /**
     * @param encoder of untyped text, because a constant has no type
     * @return the encoded field; null if {@code text} is null
     */
    static byte @Nullable [] encode(@Nullable String text, ColumnEncoder encoder, Column column) {
        if (text == null) {
            return null;
        }
        FieldValues values = new FieldValues(1);
        boolean isJsonNumber =
                Encoders.isJson(column) && JSON_NUMBER.matcher(text).matches();
        values.setCharacters(0, isJsonNumber ? FieldValues.NUMBER : FieldValues.TEXT, text);
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
