package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.wire.FieldValues;
import java.util.UUID;

/** uuid, from its usual spelling. */
final class UuidEncoder implements ColumnEncoder {

    private static final int SPELLED_LENGTH = 36;

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        String text = TextEncoder.spelling(values, slot);
        if (text.length() != SPELLED_LENGTH) {
            throw notOne(text);
        }
        try {
            UUID uuid = UUID.fromString(text);
            out.putInt(16);
            out.putLong(uuid.getMostSignificantBits());
            out.putLong(uuid.getLeastSignificantBits());
        } catch (IllegalArgumentException e) {
            throw notOne(text);
        }
    }

    private static BadRecordException notOne(String text) {
        return new BadRecordException(Reason.WRONG_TYPE, "'" + BadRecordException.cut(text) + "' is not a UUID");
    }
}
