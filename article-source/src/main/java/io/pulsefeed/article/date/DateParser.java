package io.pulsefeed.article.date;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
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

    private static final Pattern ERA = Pattern.compile("(令和|平成|民[國国])(\\d{1,3}|元)年");
    private static final Map<String, Integer> YEAR_BEFORE_ERA = Map.of("令和", 2018, "平成", 1988, "民國", 1911, "民国", 1911);

    /** After a time of day. */
    private static final Pattern ZONE = Pattern.compile("(?<=\\d\\s{0,2}\\(?)(МСК|мск|北京时间|北京時間|日本時間|한국시간)(?!\\p{L})");

    private static final Map<String, String> ZONES =
            Map.of("МСК", "MSK", "мск", "MSK", "北京时间", "HKT", "北京時間", "HKT", "日本時間", "JST", "한국시간", "KST");

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

    /**
     * The text with ASCII digits, years of the Gregorian calendar and English names of zones, and without invisible characters such as
     * marks of the writing direction.
     */
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
        String inEras = ERA.matcher(plain)
                .replaceAll(match -> YEAR_BEFORE_ERA.getOrDefault(match.group(1), 0) + yearOfEra(match.group(2)) + "年");
        return ZONE.matcher(inEras).replaceAll(match -> " " + ZONES.get(match.group(1)));
    }

    /** The first year of an era has a name instead of a number. */
    private static int yearOfEra(String year) {
        return year.equals("元") ? 1 : Integer.parseInt(year);
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
