package io.pulsefeed.timescale.copy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Parses ISO 8601 times and the text times of PostgreSQL without intermediate objects:
 * {@code yyyy-MM-dd[(T| )HH:mm[:ss[.fraction]][Z|(+|-)hh[[:]mm[:ss]]]]}. Without an offset a time is UTC; a date alone means
 * midnight. As in PostgreSQL, second 60 is the first second of the next minute. Other notations are left to java.time.
 */
final class IsoTime {

    /** The text is not in the notation of this class. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 10;
    private static final int MINUTE_LENGTH = 16;
    private static final int SECOND_LENGTH = 19;
    private static final int MAX_FRACTION_DIGITS = 12;
    private static final int MICRO_DIGITS = 6;
    private static final int MAX_OFFSET_SECONDS = 18 * 3600;
    private static final long DAY_SECONDS = 86_400;
    private static final long MICROS = 1_000_000;
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private IsoTime() {}

    /**
     * Microseconds since 1970, rounded half away from zero.
     *
     * @throws DateTimeException if the text is not a time
     */
    static long epochMicros(char[] text, int offset, int length) {
        int start = offset;
        int end = offset + length;
        while (start < end && text[start] <= ' ') {
            start++;
        }
        while (start < end && text[end - 1] <= ' ') {
            end--;
        }
        long micros = parse(text, start, end);
        return micros != UNKNOWN ? micros : parseOther(new String(text, start, end - start));
    }

    /** Days since 1970 of a date without a time. {@link #UNKNOWN} if it is not in the form {@code yyyy-MM-dd}. */
    static long epochDay(char[] text, int offset, int length) {
        return length == DATE_LENGTH ? date(text, offset) : UNKNOWN;
    }

    private static long parse(char[] text, int start, int end) {
        if (end - start < DATE_LENGTH) {
            return UNKNOWN;
        }
        long day = date(text, start);
        if (day == UNKNOWN || end - start == DATE_LENGTH) {
            return day == UNKNOWN ? UNKNOWN : day * DAY_SECONDS * MICROS;
        }
        char separator = text[start + DATE_LENGTH];
        if (end - start < MINUTE_LENGTH || separator != 'T' && separator != ' ' || text[start + 13] != ':') {
            return UNKNOWN;
        }
        int hour = twoDigits(text, start + 11);
        int minute = twoDigits(text, start + 14);
        int second = 0;
        int at = start + MINUTE_LENGTH;
        if (at < end && text[at] == ':') {
            second = end - start < SECOND_LENGTH ? -1 : twoDigits(text, at + 1);
            at += 3;
        }
        if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 60) {
            return UNKNOWN;
        }
        long seconds = day * DAY_SECONDS + hour * 3600L + minute * 60L + second;
        int fractionStart = at < end && text[at] == '.' && at == start + SECOND_LENGTH ? at + 1 : at;
        int fractionEnd = fractionStart;
        while (fractionStart > at && fractionEnd < end && isDigit(text[fractionEnd])) {
            fractionEnd++;
        }
        if (fractionStart > at && fractionEnd == fractionStart || fractionEnd - fractionStart > MAX_FRACTION_DIGITS) {
            return UNKNOWN;
        }
        int offset = offsetSeconds(text, fractionEnd, end);
        if (offset == Integer.MIN_VALUE) {
            return UNKNOWN;
        }
        return rounded(seconds - offset, text, fractionStart, fractionEnd);
    }

    /** Days since 1970-01-01, from a four-digit year. The year starts in March, so that the leap day is its last. */
    private static long date(char[] text, int start) {
        int century = twoDigits(text, start);
        int yearOfCentury = twoDigits(text, start + 2);
        int month = twoDigits(text, start + 5);
        int day = twoDigits(text, start + 8);
        if ((century | yearOfCentury | month | day) < 0 || text[start + 4] != '-' || text[start + 7] != '-') {
            return UNKNOWN;
        }
        int year = century * 100 + yearOfCentury;
        if (month < 1 || month > 12 || day < 1 || day > monthDays(year, month)) {
            return UNKNOWN;
        }
        int shifted = month <= 2 ? year + 399 : year + 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return shifted * 365L + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 865_565;
    }

    private static int monthDays(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : MONTH_DAYS[month - 1];
    }

    /** Seconds east of UTC; 0 without an offset; {@link Integer#MIN_VALUE} if the rest of the text is not an offset. */
    private static int offsetSeconds(char[] text, int start, int end) {
        int length = end - start;
        if (length == 0 || length == 1 && text[start] == 'Z') {
            return 0;
        }
        if (length < 3 || text[start] != '+' && text[start] != '-') {
            return Integer.MIN_VALUE;
        }
        int hours = twoDigits(text, start + 1);
        int minutes = 0;
        int seconds = 0;
        if (length == 5) {
            minutes = twoDigits(text, start + 3);
        } else if (length == 6 || length == 9) {
            minutes = text[start + 3] == ':' ? twoDigits(text, start + 4) : -1;
            seconds = length == 6 ? 0 : text[start + 6] == ':' ? twoDigits(text, start + 7) : -1;
        } else if (length != 3) {
            return Integer.MIN_VALUE;
        }
        int total = hours * 3600 + minutes * 60 + seconds;
        if ((hours | minutes | seconds) < 0 || minutes > 59 || seconds > 59 || total > MAX_OFFSET_SECONDS) {
            return Integer.MIN_VALUE;
        }
        return text[start] == '-' ? -total : total;
    }

    private static long rounded(long seconds, char[] text, int fractionStart, int fractionEnd) {
        long micros = seconds * MICROS;
        long scale = MICROS;
        int microsEnd = Math.min(fractionEnd, fractionStart + MICRO_DIGITS);
        for (int i = fractionStart; i < microsEnd; i++) {
            scale /= 10;
            micros += (text[i] - '0') * scale;
        }
        if (microsEnd == fractionEnd || text[microsEnd] < '5') {
            return micros;
        }
        boolean isHalf = text[microsEnd] == '5';
        for (int i = microsEnd + 1; i < fractionEnd; i++) {
            isHalf &= text[i] == '0';
        }
        // Before 1970, the half that is farther from zero is the earlier one.
        return isHalf && micros < 0 ? micros : micros + 1;
    }

    private static int twoDigits(char[] text, int at) {
        return isDigit(text[at]) && isDigit(text[at + 1]) ? (text[at] - '0') * 10 + text[at + 1] - '0' : -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Years outside of 0 to 9999, zone names, lower case. */
    private static long parseOther(String text) {
        boolean hasSpace = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ';
        String normal = hasSpace ? text.replaceFirst(" ", "T") : text;
        TemporalAccessor parsed =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(normal, OffsetDateTime::from, LocalDateTime::from);
        Instant instant = parsed instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS),
                Rounding.halfAwayFromZero(instant.getNano(), 1000, instant.getEpochSecond() < 0));
    }

    /** Microseconds since midnight, in the form {@code HH:mm[:ss[.fraction]]}. Null if the text is not a time of day. */
    static @Nullable Long microOfDay(char[] text, int offset, int length) {
        int end = offset + length;
        if (length < 5 || text[offset + 2] != ':') {
            return null;
        }
        int hour = twoDigits(text, offset);
        int minute = twoDigits(text, offset + 3);
        boolean hasSecond = length >= 8 && text[offset + 5] == ':';
        int second = hasSecond ? twoDigits(text, offset + 6) : 0;
        int at = offset + (hasSecond ? 8 : 5);
        if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        boolean hasFraction = hasSecond && at < end && text[at] == '.';
        int fractionStart = hasFraction ? at + 1 : at;
        int fractionEnd = fractionStart;
        while (fractionEnd < end && hasFraction && isDigit(text[fractionEnd])) {
            fractionEnd++;
        }
        boolean hasDigits = !hasFraction || fractionEnd > fractionStart;
        if (fractionEnd != end || !hasDigits || fractionEnd - fractionStart > MAX_FRACTION_DIGITS) {
            return null;
        }
        return rounded(hour * 3600L + minute * 60L + second, text, fractionStart, fractionEnd);
    }
}
