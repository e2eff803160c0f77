package io.pulsefeed.article.date;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Fields of a date during parsing, before validation. -1 and null mean missing. */
final class DateFields {

    private static final int HOUR = 3600;
    private static final int MAX_OFFSET = 14 * HOUR;
    /** Years of the Buddhist era, which is used in Thailand. */
    private static final int FIRST_BUDDHIST_YEAR = 2500;

    private static final int LAST_BUDDHIST_YEAR = 2700;
    private static final int BUDDHIST_ERA = 543;

    int year = -1;
    int month = -1;
    int day = -1;

    int hour = -1;
    int minute = -1;
    int second = -1;
    int nano;

    @Nullable
    Integer offsetSeconds;

    /** A name in {@link ZoneNames}. The offset takes precedence. */
    @Nullable
    String zoneName;

    void setDay(LocalDate date) {
        year = date.getYear();
        month = date.getMonthValue();
        day = date.getDayOfMonth();
    }

    /** @param fraction decimal digits of the second; empty if there are none */
    void setTime(String newHour, @Nullable String newMinute, @Nullable String newSecond, @Nullable String fraction) {
        hour = Integer.parseInt(newHour);
        minute = newMinute == null ? -1 : Integer.parseInt(newMinute);
        second = newSecond == null ? -1 : Integer.parseInt(newSecond);
        nano = fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    /**
     * Reads {@code +hh}, {@code +hhmm} and {@code +hh:mm}.
     *
     * @return false if the offset is not valid
     */
    boolean readOffset(String text) {
        String digits = text.substring(1).replace(":", "");
        if (!DateParser.isDigits(digits) || digits.length() > 4) {
            return false;
        }
        int number = Integer.parseInt(digits);
        int seconds = digits.length() <= 2 ? number * HOUR : number / 100 * HOUR + number % 100 * 60;
        offsetSeconds = text.charAt(0) == '+' ? seconds : -seconds;
        return seconds <= MAX_OFFSET && number % 100 < 60;
    }

    /**
     * Makes a 12-hour time a 24-hour time. Some sites add the mark to 24-hour times.
     *
     * @return false if the time cannot be in that half of the day
     */
    boolean readHalfDay(boolean afternoon) {
        if (hour < 0 || hour > 23 || hour > 12 && !afternoon) {
            return false;
        }
        hour = hour > 12 ? hour : hour % 12 + (afternoon ? 12 : 0);
        return true;
    }

    /**
     * @return null if the zone is unknown
     * @throws java.time.DateTimeException if a field is out of range
     */
    @Nullable
    ParsedDate resolve(ZoneId zone) {
        boolean isBuddhist = year >= FIRST_BUDDHIST_YEAR && year < LAST_BUDDHIST_YEAR;
        LocalDate date = LocalDate.of(isBuddhist ? year - BUDDHIST_ERA : year, Math.max(month, 1), Math.max(day, 1));
        boolean endOfDay = hour == 24 && minute <= 0 && second <= 0;
        LocalTime time = hour < 0
                ? LocalTime.MIDNIGHT
                : LocalTime.of(endOfDay ? 0 : hour, Math.max(minute, 0), second == 60 ? 59 : Math.max(second, 0), nano);
        LocalDateTime local = LocalDateTime.of(endOfDay ? date.plusDays(1) : date, time);
        @Nullable ZoneId applied = zone(local, zone);
        if (applied == null) {
            return null;
        }
        ZonedDateTime resolved = hour < 0 ? local.toLocalDate().atStartOfDay(applied) : local.atZone(applied);
        return new ParsedDate(resolved.toInstant(), resolved.getOffset(), precision());
    }

    private @Nullable ZoneId zone(LocalDateTime local, ZoneId defaultZone) {
        if (offsetSeconds != null) {
            return ZoneOffset.ofTotalSeconds(offsetSeconds);
        }
        return zoneName == null ? defaultZone : ZoneNames.find(zoneName, local, defaultZone);
    }

    private DatePrecision precision() {
        if (hour >= 0) {
            return second >= 0 ? DatePrecision.SECOND : DatePrecision.MINUTE;
        }
        return day >= 0 ? DatePrecision.DAY : month >= 0 ? DatePrecision.MONTH : DatePrecision.YEAR;
    }
}
