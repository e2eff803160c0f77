package io.pulsefeed.kraken.wire;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Reads the venue's two spellings of time into nanoseconds since 1970, exactly and without a double. */
public final class Timestamps {

    /** The venue opened in 2011; anything earlier is damage. */
    private static final long EARLIEST = 1_293_840_000L * 1_000_000_000L;

    /** Any time past this one (2262) would overflow. */
    private static final long LATEST_SECOND = Long.MAX_VALUE / 1_000_000_000L - 1;

    static final long INVALID = Long.MIN_VALUE;

    private Timestamps() {}

    /** Nanoseconds since 1970; overflows after 2262. */
    public static long epochNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** Reads {@code 2026-07-07T23:00:05.562702Z} with up to nine decimals; {@link #INVALID} when it is not that. */
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

    /** Reads {@code 1790359841.1382287}, epoch seconds; digits beyond the ninth decimal are cut. */
    static long epochSeconds(String text) {
        if (text == null || text.isEmpty()) {
            return INVALID;
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

    /** Reads REST's {@code last}, nanoseconds since 1970; {@link #INVALID} when it is missing or something else. */
    static long epochNanos(String text) {
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

    /** The decimals after the dot at {@code dot}, in nanoseconds; -1 when they are not digits. */
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
