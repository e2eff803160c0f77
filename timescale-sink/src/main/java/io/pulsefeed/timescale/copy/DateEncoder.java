package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Encodes date as days since 2000-01-01, from ISO 8601 text, a Connect Date, or days since 1970-01-01. */
final class DateEncoder implements ColumnEncoder {

    private static final long DAYS_TO_2000 = 10_957;
    private static final long DAY_MILLIS = 86_400_000L;

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        long days =
                switch (values.kind(slot)) {
                    case FieldValues.MILLIS -> Math.floorDiv(values.bits(slot), DAY_MILLIS);
                    case FieldValues.TEXT -> parsed(values.string(slot));
                    case FieldValues.LONG -> values.bits(slot);
                    default -> throw new BadRecordException(Reason.BAD_TIME, "not a date");
                };
        if (Math.abs(days) > 2_000_000) {
            throw new BadRecordException(Reason.BAD_TIME, days + " days since 1970 is not a valid date");
        }
        out.putInt(4);
        out.putInt((int) (days - DAYS_TO_2000));
    }

    private static long parsed(String text) {
        try {
            return LocalDate.parse(text).toEpochDay();
        } catch (DateTimeException e) {
            throw new BadRecordException(
                    Reason.BAD_TIME, "'" + BadRecordException.truncate(text) + "' is not a date such as 2026-11-21");
        }
    }
}
