package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import io.pulsefeed.timescale.field.LogicalTime;
import java.time.DateTimeException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The unit or notation of times in records. */
public enum TimeFormat {
    S(6, 1),
    MS(3, 1_000),
    US(0, 1_000_000),
    NS(-3, 1_000_000_000),
    ISO(0, 0),
    /** Guessed from the magnitude: seconds up to 10^11, then milliseconds, microseconds, nanoseconds. Text is ISO 8601. */
    AUTO(0, 0);

    private static final double AUTO_STEP = 1e11;

    /** Power of ten from the unit to microseconds. */
    private final int shift;

    /** Number of units in a second; 0 for a notation without a fixed unit. */
    private final long perSecond;

    TimeFormat(int shift, long perSecond) {
        this.shift = shift;
        this.perSecond = perSecond;
    }

    boolean hasUnit() {
        return perSecond > 0;
    }

    long perSecond() {
        return perSecond;
    }

    public String configValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Microseconds since 1970, rounded half away from zero. Converts the digits directly, because a double would lose the last
     * microsecond.
     *
     * @param coerceStrings whether text that holds a number is valid
     */
    long epochMicros(FieldValues values, int slot, boolean coerceStrings) {
        try {
            return switch (values.kind(slot)) {
                case FieldValues.NUMBER -> fromDigits(values.characters(), values.start(slot), values.length(slot));
                case FieldValues.LONG, FieldValues.MILLIS -> fromLong(values.bits(slot), values.logical(slot));
                case FieldValues.DOUBLE -> fromDigits(Double.toString(values.number(slot)));
                case FieldValues.TEXT -> fromText(values, slot, coerceStrings);
                default -> throw new BadRecordException(Reason.BAD_TIME, "not a time");
            };
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new BadRecordException(Reason.BAD_TIME, "not a time in unit " + configValue());
        }
    }

    private long fromLong(long value, @Nullable LogicalTime type) {
        return type == null ? fromDigits(Long.toString(value)) : LogicalTimes.epochMicros(value, type);
    }

    private long fromDigits(String text) {
        return fromDigits(text.toCharArray(), 0, text.length());
    }

    /** A number of seconds, in units of 10^-digits seconds. */
    public long scaled(FieldValues values, int slot, int digits) {
        try {
            if (values.kind(slot) == FieldValues.NUMBER) {
                return Decimals.scaled(values.characters(), values.start(slot), values.length(slot), digits);
            }
            char[] text = TextEncoder.textOf(values, slot).toCharArray();
            return Decimals.scaled(text, 0, text.length, digits);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new BadRecordException(Reason.WRONG_TYPE, "not a number of seconds");
        }
    }

    private long fromDigits(char[] text, int offset, int length) {
        if (this == ISO) {
            throw new BadRecordException(Reason.BAD_TIME, "a number, but the mapping expects ISO 8601 text");
        }
        return Decimals.scaled(text, offset, length, this == AUTO ? guessShift(text, offset, length) : shift);
    }

    private static int guessShift(char[] text, int offset, int length) {
        double magnitude = Math.abs(Decimals.toDouble(text, offset, length));
        int result = S.shift;
        for (double limit = AUTO_STEP; magnitude > limit && result > NS.shift; limit *= 1000) {
            result -= 3;
        }
        return result;
    }

    private long fromText(FieldValues values, int slot, boolean coerceStrings) {
        char[] text = values.characters();
        int start = values.start(slot);
        int length = values.length(slot);
        if (this != ISO && coerceStrings && isNumber(text, start, length)) {
            return fromDigits(text, start, length);
        }
        if (this == ISO || this == AUTO) {
            return IsoTime.epochMicros(text, start, length);
        }
        throw new BadRecordException(
                Reason.BAD_TIME,
                "text '" + BadRecordException.truncate(values.string(slot))
                        + "', but the mapping expects a number in unit " + configValue()
                        + " (coerce.strings=true accepts digits)");
    }

    /** Distinguishes a number from ISO 8601 text, which has a hyphen or colon after the first character. */
    private static boolean isNumber(char[] text, int start, int length) {
        for (int i = start + 1; i < start + length; i++) {
            boolean isSign = text[i] == '-' && (text[i - 1] == 'e' || text[i - 1] == 'E');
            if (text[i] == ':' || text[i] == '-' && !isSign) {
                return false;
            }
        }
        return length > 0;
    }
}
