package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.LogicalTime;
import org.jspecify.annotations.Nullable;

/**
 * Encodes time as microseconds since midnight, from ISO 8601 text, a time of a schema, or a number since midnight in the unit of
 * the mapping.
 */
final class TimeOfDayEncoder implements ColumnEncoder {

    private final @Nullable TimeFormat format;
    private final ValueRules rules;

    /** @param format unit of numbers; null if only text is valid */
    TimeOfDayEncoder(@Nullable TimeFormat format, ValueRules rules) {
        this.format = format;
        this.rules = rules;
    }

    @Override
    public void encode(FieldValues values, int slot, CopyBuffer out) {
        long micros;
        try {
            micros = micros(values, slot);
        } catch (ArithmeticException e) {
            throw new BadRecordException(Reason.BAD_TIME, "not a time of day");
        }
        if (micros < 0 || micros > LogicalTimes.DAY_MICROS) {
            throw new BadRecordException(Reason.BAD_TIME, micros + " microseconds is not a time of day");
        }
        out.putLongField(micros);
    }

    private long micros(FieldValues values, int slot) {
        byte kind = values.kind(slot);
        LogicalTime type = kind == FieldValues.LONG || kind == FieldValues.MILLIS ? values.logical(slot) : null;
        if (type != null) {
            return LogicalTimes.microOfDay(values.bits(slot), type);
        }
        if (kind == FieldValues.TEXT) {
            Long micros = IsoTime.microOfDay(values.characters(), values.start(slot), values.length(slot));
            if (micros != null) {
                return micros;
            }
            if (!rules.coerceStrings()) {
                throw new BadRecordException(
                        Reason.BAD_TIME,
                        "'" + BadRecordException.truncate(values.string(slot)) + "' is not a time such as 21:35:06");
            }
        }
        if (format == null || format == TimeFormat.ISO || format == TimeFormat.AUTO) {
            throw new BadRecordException(
                    Reason.BAD_TIME, "not a time of day (for a number, set its unit in the mapping, for example us)");
        }
        return format.epochMicros(values, slot, rules.coerceStrings());
    }
}
