package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.util.List;
import java.util.UUID;

/** Encodes uuid from its 36-character text form, or from 16 bytes. */
final class UuidEncoder implements ColumnEncoder {

    private static final int LENGTH = 16;
    private static final int TEXT_LENGTH = 36;
    /** {@link UUID#fromString} accepts groups of other lengths, and would change their digits. */
    private static final List<Integer> HYPHENS = List.of(8, 13, 18, 23);

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        if (values.kind(slot) == FieldValues.BYTES && values.blob(slot).length == LENGTH) {
            out.putInt(LENGTH);
            out.putBytes(values.blob(slot), 0, LENGTH);
            return;
        }
        String text = TextEncoder.textOf(values, slot);
        if (text.length() != TEXT_LENGTH || !HYPHENS.stream().allMatch(position -> text.charAt(position) == '-')) {
            throw invalid(text);
        }
        try {
            UUID uuid = UUID.fromString(text);
            out.putInt(LENGTH);
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
