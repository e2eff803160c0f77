package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.LogicalTime;
import org.jspecify.annotations.Nullable;

/**
 * Encodes date as days since 2000-01-01, from ISO 8601 text, a date or time of a schema, days since 1970-01-01, or a time in the
 * unit of the mapping, whose UTC date is stored.
 */
final class DateEncoder implements ColumnEncoder {

    private static final long DAYS_TO_2000 = 10_957;
    /** 0001-01-01. */
    private static final long MIN_DAY = -719_162;
    /** 9999-12-31. Larger numbers are probably those of another unit. */
    private static final long MAX_DAY = 2_932_896;

    private final @Nullable TimeFormat format;
    private final ValueRules rules;

    /** @param format unit of numbers; null for days */
    DateEncoder(@Nullable TimeFormat format, ValueRules rules) {
        this.format = format;
        this.rules = rules;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        long days;
        try {
            days = days(values, slot);
        } catch (ArithmeticException e) {
            throw new BadRecordException(Reason.BAD_TIME, "not a date");
        }
        if (days < MIN_DAY || days > MAX_DAY) {
            throw new BadRecordException(Reason.BAD_TIME, days + " days since 1970 is not a valid date");
        }
        out.putInt(4);
        out.putInt((int) (days - DAYS_TO_2000));
    }

    private long days(FieldValues values, int slot) {
        byte kind = values.kind(slot);
        if (kind == FieldValues.MILLIS) {
            // A Connect Date holds the milliseconds of its midnight.
            return LogicalTimes.epochDay(values.bits(slot), LogicalTime.MILLIS);
        }
        if (kind == FieldValues.LONG && values.logical(slot) != null) {
            return LogicalTimes.epochDay(values.bits(slot), values.logical(slot));
        }
        if (kind == FieldValues.TEXT) {
            long day = IsoTime.epochDay(values.characters(), values.start(slot), values.length(slot));
            if (day != IsoTime.UNKNOWN) {
                return day;
            }
            if (!rules.coerceStrings()) {
                throw new BadRecordException(
                        Reason.BAD_TIME,
                        "'" + BadRecordException.truncate(values.string(slot)) + "' is not a date such as 2026-11-21");
            }
        }
        if (format != null && format != TimeFormat.ISO) {
            long micros = format.epochMicros(values, slot, rules.coerceStrings());
            return Math.floorDiv(micros, LogicalTimes.DAY_MICROS);
        }
        try {
            return NumberEncoders.integral(values, slot, rules);
        } catch (BadRecordException e) {
            throw new BadRecordException(Reason.BAD_TIME, "not a date or a number of days: " + e.getMessage());
        }
    }
}
