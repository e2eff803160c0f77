package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.time.DateTimeException;
import java.time.LocalTime;

/** Encodes time as microseconds since midnight, from ISO 8601 text or a Connect Time. */
final class TimeOfDayEncoder implements ColumnEncoder {

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        long micros =
                switch (values.kind(slot)) {
                    case FieldValues.MILLIS -> values.bits(slot) * 1000;
                    case FieldValues.TEXT -> parsed(values.string(slot));
                    default -> throw new BadRecordException(Reason.BAD_TIME, "not a time of day");
                };
        out.putLongField(micros);
    }

    private static long parsed(String text) {
        try {
            return LocalTime.parse(text).toNanoOfDay() / 1000;
        } catch (DateTimeException e) {
            throw new BadRecordException(
                    Reason.BAD_TIME, "'" + BadRecordException.truncate(text) + "' is not a time such as 21:35:06");
        }
    }
}
