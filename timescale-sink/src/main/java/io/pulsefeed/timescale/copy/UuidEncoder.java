package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.UUID;

/** Encodes uuid from its 36-character text form. */
final class UuidEncoder implements ColumnEncoder {

    private static final int TEXT_LENGTH = 36;

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        String text = TextEncoder.textOf(values, slot);
        if (text.length() != TEXT_LENGTH) {
            throw invalid(text);
        }
        try {
            UUID uuid = UUID.fromString(text);
            out.putInt(16);
            out.putLong(uuid.getMostSignificantBits());
            out.putLong(uuid.getLeastSignificantBits());
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    private static BadRecordException invalid(String text) {
        return new BadRecordException(Reason.WRONG_TYPE, "'" + BadRecordException.truncate(text) + "' is not a UUID");
    }
}
