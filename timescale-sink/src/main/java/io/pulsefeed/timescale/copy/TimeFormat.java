package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.error.Reason;
import io.pulsefeed.timescale.field.FieldValues;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** The unit or notation of times in records. */
public enum TimeFormat {
    S(6),
    MS(3),
    US(0),
    NS(-3),
    ISO(0),
    /** Guessed from the magnitude: seconds up to 10^11, then milliseconds, microseconds, nanoseconds. Text is ISO 8601. */
    AUTO(0);

    private static final double AUTO_STEP = 1e11;

    /** Power of ten from the unit to microseconds. */
    private final int shift;

    TimeFormat(int shift) {
        this.shift = shift;
    }

    public String configValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Microseconds since 1970. Converts the digits directly, because a double would lose the last microsecond. */
    long epochMicros(FieldValues values, int slot) {
        try {
            return switch (values.kind(slot)) {
                case FieldValues.NUMBER -> fromDigits(values.characters(), values.start(slot), values.length(slot));
                case FieldValues.LONG, FieldValues.DOUBLE -> fromBinary(values, slot);
                case FieldValues.MILLIS -> Math.multiplyExact(values.bits(slot), 1000L);
                case FieldValues.TEXT -> fromText(values.string(slot));
                default -> throw new BadRecordException(Reason.BAD_TIME, "not a time");
            };
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new BadRecordException(Reason.BAD_TIME, "not a time in unit " + configValue());
        }
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

    private long fromBinary(FieldValues values, int slot) {
        String digits = values.kind(slot) == FieldValues.LONG
                ? Long.toString(values.bits(slot))
                : Double.toString(values.number(slot));
        return fromDigits(digits.toCharArray(), 0, digits.length());
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

    private long fromText(String text) {
        if (this == ISO || this == AUTO) {
            Instant instant = instant(text.trim());
            long micros = Math.multiplyExact(instant.getEpochSecond(), 1_000_000L);
            return Math.addExact(micros, instant.getNano() / 1000);
        }
        throw new BadRecordException(
                Reason.BAD_TIME,
                "text '" + BadRecordException.truncate(text) + "', but the mapping expects a number in unit "
                        + configValue());
    }

    /** Parses ISO 8601. Without an offset the time is UTC; a date alone means midnight. */
    private static Instant instant(String text) {
        String normal = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
        if (normal.length() == 10) {
            return LocalDate.parse(normal).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        TemporalAccessor parsed =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(normal, OffsetDateTime::from, LocalDateTime::from);
        return parsed instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
    }
}
