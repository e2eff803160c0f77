package io.pulsefeed.kraken.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Parses Kraken's time formats into nanoseconds since 1970, exactly, without floating point. */
public final class Timestamps {

    /** Kraken opened in 2011; an earlier time is invalid. */
    private static final long EARLIEST = 1_293_840_000L * 1_000_000_000L;

    /** Later times (after 2262) would overflow. */
    private static final long LATEST_SECOND = Long.MAX_VALUE / 1_000_000_000L - 1;

    private static final int MAX_SCIENTIFIC = 40;
    private static final int MAX_DIGITS = 19;

    static final long INVALID = Long.MIN_VALUE;

    private Timestamps() {}

    /** Converts a time before 2262 to nanoseconds since 1970. */
    public static long epochNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** Parses {@code 2026-07-07T23:00:05.562702Z}; digits after the ninth decimal are ignored. Returns {@link #INVALID} on failure. */
    static long rfc3339(String text) {
        int length = text.length();
        if (length < 20 || text.charAt(length - 1) != 'Z' || text.charAt(10) != 'T') {
            return INVALID;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if ((year | month | day | hour | minute | second) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 31
                || hour > 23
                || minute > 59
                || second > 60
                || year > 2261) {
            return INVALID;
        }
        long fraction = length == 20 ? 0 : fraction(text, 19, length - 1);
        long seconds = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        return fraction < 0 ? INVALID : plausible(seconds * 1_000_000_000L + fraction);
    }

    /** Parses epoch seconds such as {@code 1790359841.1382287}. Returns {@link #INVALID} on failure. */
    static long epochSeconds(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return INVALID;
        }
        if (text.indexOf('E') >= 0 || text.indexOf('e') >= 0) {
            return scientific(text, 9);
        }
        int dot = text.indexOf('.');
        int whole = dot < 0 ? text.length() : dot;
        if (whole == 0 || whole > 10) {
            return INVALID;
        }
        long seconds = 0;
        for (int i = 0; i < whole; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            seconds = seconds * 10 + digit;
        }
        long fraction = dot < 0 ? 0 : fraction(text, dot, text.length());
        return fraction < 0 || seconds > LATEST_SECOND ? INVALID : plausible(seconds * 1_000_000_000L + fraction);
    }

    /** Parses epoch nanoseconds, the format of REST's {@code last}. Returns {@link #INVALID} on failure. */
    static long epochNanos(@Nullable String text) {
        if (text != null && (text.indexOf('E') >= 0 || text.indexOf('e') >= 0)) {
            return scientific(text, 0);
        }
        if (text == null || text.length() != 19) {
            return INVALID;
        }
        long nanos = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            nanos = nanos * 10 + digit;
        }
        return plausible(nanos);
    }

    /** Parses a number such as {@code 1.7903598411382287E9}, which some JSON writers print. */
    private static long scientific(String text, int decimals) {
        if (text.length() > MAX_SCIENTIFIC) {
            return INVALID;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            boolean inRange = value.precision() - value.scale() + decimals <= MAX_DIGITS;
            return inRange ? plausible(value.movePointRight(decimals).longValue()) : INVALID;
        } catch (NumberFormatException e) {
            // Not a number, which the result reports.
            return INVALID;
        }
    }

    /** The decimals after the dot at {@code dot} in nanoseconds; -1 if they are not digits. */
    private static long fraction(String text, int dot, int end) {
        if (text.charAt(dot) != '.' || dot + 1 == end) {
            return -1;
        }
        long nanos = 0;
        int taken = 0;
        for (int i = dot + 1; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            if (taken < 9) {
                nanos = nanos * 10 + digit;
                taken++;
            }
        }
        for (; taken < 9; taken++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static long plausible(long nanos) {
        return nanos < EARLIEST ? INVALID : nanos;
    }

    /** Howard Hinnant's days_from_civil, for years after 0. */
    private static long daysSince1970(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146097L + dayOfEra - 719468;
    }
}
