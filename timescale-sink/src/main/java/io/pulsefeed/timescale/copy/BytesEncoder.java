package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.Base64;

/** Encodes bytea, from bytes or from Base64 text, which is the usual form of bytes in JSON. */
final class BytesEncoder implements ColumnEncoder {

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        byte[] bytes =
                switch (values.kind(slot)) {
                    case FieldValues.BYTES -> values.blob(slot);
                    case FieldValues.TEXT -> decoded(values.string(slot));
                    default -> throw new BadRecordException(Reason.WRONG_TYPE, "not bytes");
                };
        out.putInt(bytes.length);
        out.putBytes(bytes, 0, bytes.length);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadRecordException(Reason.WRONG_TYPE, "not valid Base64 text");
        }
    }
}
