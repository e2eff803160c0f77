package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.wire.FieldValues;
import java.util.Base64;

/** bytea, from bytes or from text in Base64, which is how JSON carries bytes. */
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
            throw new BadRecordException(Reason.WRONG_TYPE, "a text that is not Base64");
        }
    }
}
