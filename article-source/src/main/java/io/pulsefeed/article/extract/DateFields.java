package io.pulsefeed.article.extract;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of a date during parsing, before validation. -1 and null mean missing. */
final class DateFields {

    private static final int HOUR = 3600;

    /** Zone names of RFC 822, section 5.1, including daylight saving times. */
    private static final Map<String, Integer> NAMED_ZONES = Map.ofEntries(
            Map.entry("EST", -5),
            Map.entry("EDT", -4),
            Map.entry("CST", -6),
            Map.entry("CDT", -5),
            Map.entry("MST", -7),
            Map.entry("MDT", -6),
            Map.entry("PST", -8),
            Map.entry("PDT", -7),
            Map.entry("ET", -5),
            Map.entry("PT", -8));

    int year = -1;
    int month = -1;
    int day = -1;
    /** Days to add, for ordinal dates (day of year). */
    int daysAfter;

    int hour = -1;
    int minute;
    int second = -1;
    int nano;

    @Nullable
    Integer offsetSeconds;

    /** {@code hh:mm}, {@code hh:mm:ss}, {@code hh:mm:ss,fff}, {@code hhmm}, {@code hhmmss}. */
    boolean readTime(String text) {
        int at = text.indexOf('.') >= 0 ? text.indexOf('.') : text.indexOf(',');
        String clock = at < 0 ? text : text.substring(0, at);
        String fraction = at < 0 ? "" : text.substring(at + 1);
        if (at >= 0 && !DateParser.isDigits(fraction)) {
            return false;
        }
        String[] parts = clock.indexOf(':') >= 0 ? clock.split(":", -1) : inPairs(clock);
        if (parts.length < 1 || parts.length > 3) {
            return false;
        }
        for (String part : parts) {
            if (part.length() > 2 || !DateParser.isDigits(part)) {
                return false;
            }
        }
        hour = Integer.parseInt(parts[0]);
        minute = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        second = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        nano = Integer.parseInt((fraction + "000000000").substring(0, 9));
        return true;
    }

    private static String[] inPairs(String digits) {
        return switch (digits.length()) {
            case 2 -> new String[] {digits};
            case 4 -> new String[] {digits.substring(0, 2), digits.substring(2)};
            case 6 -> new String[] {digits.substring(0, 2), digits.substring(2, 4), digits.substring(4)};
            default -> new String[0];
        };
    }

    /** {@code Z}, {@code +hh}, {@code +hhmm}, {@code +hh:mm}, {@code GMT+hh:mm} or a name; unknown names count as UTC. */
    void readZone(String text) {
        String zone = text.toUpperCase(Locale.ROOT);
        int sign = Math.max(zone.indexOf('+'), zone.indexOf('-'));
        if (sign < 0) {
            offsetSeconds = NAMED_ZONES.getOrDefault(zone, 0) * HOUR;
            return;
        }
        String digits = zone.substring(sign + 1).replace(":", "");
        if (!DateParser.isDigits(digits) || digits.length() > 4) {
            offsetSeconds = 0;
            return;
        }
        int number = Integer.parseInt(digits);
        int seconds = digits.length() <= 2 ? number * HOUR : number / 100 * HOUR + number % 100 * 60;
        boolean valid = seconds <= 14 * HOUR;
        offsetSeconds = !valid ? 0 : zone.charAt(sign) == '-' ? -seconds : seconds;
    }
}
