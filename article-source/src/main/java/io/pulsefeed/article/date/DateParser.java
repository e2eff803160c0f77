package io.pulsefeed.article.date;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses dates of feeds and pages: RFC 822 and its common variants, ISO 8601, Unix time, and written dates with the month and day
 * names of the languages in {@link DateWords}. Independent of the default locale. Never throws. A date with an unknown part, such
 * as an unknown time zone, is not parsed.
 */
public final class DateParser {

    private static final int MAX_LENGTH = 100;
    /** The form of .NET: milliseconds in UTC, and an offset without effect. */
    private static final Pattern JSON_DATE = Pattern.compile("/Date\\((\\d{12,13})(?:[+-]\\d{4})?\\)/");

    private DateParser() {}

    /**
     * Parses {@code text}; empty if it is missing or not a date.
     *
     * @param zone default for texts without a zone; selects among the meanings of ambiguous zone names
     */
    public static Optional<ParsedDate> parse(@Nullable String text, ZoneId zone) {
        return parse(text, zone, DateOrder.UNKNOWN);
    }

    /** @param order of numeric dates with slashes or hyphens */
    public static Optional<ParsedDate> parse(@Nullable String text, ZoneId zone, DateOrder order) {
        if (text == null || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String date = plain(text).strip();
        if (date.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(read(date, zone, order));
        } catch (DateTimeException | ArithmeticException | NumberFormatException invalid) {
            return Optional.empty();
        }
    }

    private static @Nullable ParsedDate read(String date, ZoneId zone, DateOrder order) {
        @Nullable Instant unix = unixTime(date);
        if (unix != null) {
            return new ParsedDate(unix, ZoneOffset.UTC, DatePrecision.SECOND);
        }
        @Nullable DateFields fields = IsoDate.read(date);
        if (fields == null) {
            fields = WrittenDate.read(date, order);
        }
        return fields == null ? null : fields.resolve(zone);
    }

    /** The text with ASCII digits, and without invisible characters such as marks of the writing direction. */
    static String plain(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(point -> {
            if (Character.isDigit(point)) {
                plain.append(Character.digit(point, 10));
            } else if (Character.getType(point) != Character.FORMAT) {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }

    /**
     * Nine and ten digits are seconds (1973 to 2286), thirteen milliseconds, sixteen microseconds and nineteen nanoseconds. Twelve
     * digits are milliseconds (before 2001) unless they start with a year.
     */
    private static @Nullable Instant unixTime(String text) {
        Matcher json = JSON_DATE.matcher(text);
        String date = json.matches() ? json.group(1) : text;
        int point = date.indexOf('.');
        String whole = point < 0 ? date : date.substring(0, point);
        if (!isDigits(whole) || (point >= 0 && !isDigits(date.substring(point + 1)))) {
            return null;
        }
        return switch (whole.length()) {
            case 9, 10 -> seconds(whole, point < 0 ? "" : date.substring(point + 1));
            case 12 -> whole.startsWith("19") || whole.startsWith("20")
                    ? null
                    : Instant.ofEpochMilli(Long.parseLong(whole));
            case 13 -> Instant.ofEpochMilli(Long.parseLong(whole));
            case 16, 19 -> seconds(whole.substring(0, 10), whole.substring(10));
            default -> null;
        };
    }

    private static Instant seconds(String whole, String fraction) {
        String nanos = (fraction + "000000000").substring(0, 9);
        return Instant.ofEpochSecond(Long.parseLong(whole), Long.parseLong(nanos));
    }

    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
