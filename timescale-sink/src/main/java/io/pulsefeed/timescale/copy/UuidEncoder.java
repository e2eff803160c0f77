package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encodes uuid from its 36-character text form, or from 16 bytes. */
final class UuidEncoder implements ColumnEncoder {

    private static final int LENGTH = 16;

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        if (values.kind(slot) == FieldValues.BYTES && values.blob(slot).length == LENGTH) {
            out.putInt(LENGTH);
            out.putBytes(values.blob(slot), 0, LENGTH);
            return;
        }
        String text = TextEncoder.textOf(values, slot);
        UUID uuid = parse(text);
        // The parser accepts signs and groups of other lengths, and changes their digits.
        if (uuid == null || !uuid.toString().equalsIgnoreCase(text)) {
            throw new BadRecordException(
                    Reason.WRONG_TYPE, "'" + BadRecordException.truncate(text) + "' is not a UUID");
        }
        out.putInt(LENGTH);
        out.putLong(uuid.getMostSignificantBits());
        out.putLong(uuid.getLeastSignificantBits());
    }

    private static @Nullable UUID parse(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
