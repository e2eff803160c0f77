package io.pulsefeed.article.extract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses dates of feeds and pages: RFC 822 and its common variants, ISO 8601, Unix time. Month, day and zone names are English,
 * independent of the locale. Never throws.
 */
public final class DateParser {

    private static final int MAX_LENGTH = 100;

    private DateParser() {}

    /**
     * A parsed date.
     *
     * @param dayOnly true if the text has no time of day; the instant is then 00:00 in the default zone
     */
    public record Parsed(Instant instant, boolean dayOnly) {}

    /**
     * Parses {@code text}; empty if it is missing or not a date.
     *
     * @param zone default for texts without a zone; unknown zone names count as UTC
     */
    public static Optional<Parsed> parse(@Nullable String text, ZoneId zone) {
        if (text == null) {
            return Optional.empty();
        }
        String date = text.strip();
        if (date.isEmpty() || date.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(read(date, zone));
        } catch (DateTimeException | ArithmeticException invalid) {
            return Optional.empty();
        }
    }

    private static @Nullable Parsed read(String date, ZoneId zone) {
        @Nullable Parsed unix = unixTime(date);
        if (unix != null) {
            return unix;
        }
        @Nullable DateFields fields = IsoDate.read(date);
        if (fields == null) {
            fields = Rfc822Date.read(date);
        }
        return fields == null ? null : resolve(fields, zone);
    }

    /** Nine and ten digits are seconds (1973 to 2286), twelve and thirteen milliseconds. */
    private static @Nullable Parsed unixTime(String date) {
        int point = date.indexOf('.');
        String whole = point < 0 ? date : date.substring(0, point);
        if (!isDigits(whole) || (point >= 0 && !isDigits(date.substring(point + 1)))) {
            return null;
        }
        return switch (whole.length()) {
            case 9, 10 -> new Parsed(seconds(whole, point < 0 ? "" : date.substring(point + 1)), false);
            case 12, 13 -> new Parsed(Instant.ofEpochMilli(Long.parseLong(whole)), false);
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

    private static Parsed resolve(DateFields fields, ZoneId zone) {
        LocalDate day = LocalDate.of(fields.year, Math.max(fields.month, 1), Math.max(fields.day, 1))
                .plusDays(fields.daysAfter);
        if (fields.hour < 0) {
            return new Parsed(day.atStartOfDay(zone).toInstant(), true);
        }
        boolean endOfDay = fields.hour == 24 && fields.minute == 0 && fields.second <= 0;
        LocalTime time = LocalTime.of(
                endOfDay ? 0 : fields.hour,
                fields.minute,
                Math.min(Math.max(fields.second, 0), 60) == 60 ? 59 : Math.max(fields.second, 0),
                fields.nano);
        LocalDateTime local = LocalDateTime.of(endOfDay ? day.plusDays(1) : day, time);
        ZoneId applied = fields.offsetSeconds == null ? zone : ZoneOffset.ofTotalSeconds(fields.offsetSeconds);
        return new Parsed(local.atZone(applied).toInstant(), false);
    }
}
