package io.pulsefeed.article.date;

import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses ISO 8601 and RFC 3339 dates, extended and basic, also with a space instead of the T, and a zone or AM/PM at the end. */
final class IsoDate {

    private static final Pattern EXTENDED = Pattern.compile(
            "(\\d{4})(?:([-/.])(\\d{1,2})(?:\\2(\\d{1,2}))?|-(\\d{3})|-?W(\\d{2})-?([1-7]))(?![\\d/.])");
    private static final Pattern BASIC = Pattern.compile("(\\d{4})(?:(\\d{2})(\\d{2})|(\\d{3}))?(?!\\d)");
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?(?!\\d)");
    private static final Pattern TIME =
            Pattern.compile("(?:[Tt]\\s?|\\s+)(?:(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,12}))?)?"
                    + "|(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:[.,](\\d{1,12}))?)?)?)(?!\\d)");

    private IsoDate() {}

    /** @return null if the text has another format */
    static @Nullable DateFields read(String text) {
        DateFields fields = new DateFields();
        int end = readDay(fields, text);
        if (end < 0) {
            return null;
        }
        Matcher time = TIME.matcher(text).region(end, text.length());
        if (fields.hour < 0 && time.lookingAt()) {
            int group = time.group(1) != null ? 1 : 5;
            fields.setTime(time.group(group), time.group(group + 1), time.group(group + 2), time.group(group + 3));
            end = time.end();
        }
        if (fields.day < 0 && fields.hour >= 0) {
            return null;
        }
        return new WrittenDate(fields, DateOrder.UNKNOWN).acceptZone(text.substring(end)) ? fields : null;
    }

    /** @return the index after the day; -1 if the text has no day */
    private static int readDay(DateFields fields, String text) {
        Matcher day = EXTENDED.matcher(text);
        if (day.lookingAt()) {
            fields.year = Integer.parseInt(day.group(1));
            if (day.group(5) != null) {
                fields.setDay(LocalDate.ofYearDay(fields.year, Integer.parseInt(day.group(5))));
            } else if (day.group(6) != null) {
                setWeek(fields, Integer.parseInt(day.group(6)), Integer.parseInt(day.group(7)));
            } else {
                setDay(fields, day.group(3), day.group(4));
            }
            return day.end();
        }
        Matcher timestamp = TIMESTAMP.matcher(text);
        if (timestamp.lookingAt()) {
            fields.year = Integer.parseInt(timestamp.group(1));
            setDay(fields, timestamp.group(2), timestamp.group(3));
            fields.setTime(timestamp.group(4), timestamp.group(5), timestamp.group(6), null);
            return timestamp.end();
        }
        Matcher basic = BASIC.matcher(text);
        if (!basic.lookingAt() || basic.group(2) == null && basic.group(4) == null && basic.end() < text.length()) {
            return -1;
        }
        fields.year = Integer.parseInt(basic.group(1));
        if (basic.group(4) != null) {
            fields.setDay(LocalDate.ofYearDay(fields.year, Integer.parseInt(basic.group(4))));
        } else if (basic.group(2) != null) {
            setDay(fields, basic.group(2), basic.group(3));
        }
        return basic.end();
    }

    private static void setDay(DateFields fields, String month, @Nullable String day) {
        fields.month = Integer.parseInt(month);
        fields.day = day == null ? -1 : Integer.parseInt(day);
        if (fields.month == 0 || fields.day == 0) {
            // Out of range for every calendar, so that the date is rejected.
            fields.month = 13;
        }
    }

    private static void setWeek(DateFields fields, int week, int dayOfWeek) {
        LocalDate firstWeek = LocalDate.of(fields.year, 1, 4);
        firstWeek.range(IsoFields.WEEK_OF_WEEK_BASED_YEAR).checkValidValue(week, IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        fields.setDay(firstWeek.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week).with(ChronoField.DAY_OF_WEEK, dayOfWeek));
    }
}
