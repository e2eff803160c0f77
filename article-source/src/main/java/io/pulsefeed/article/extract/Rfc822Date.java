package io.pulsefeed.article.extract;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses RFC 822 dates and their common variants: missing or wrong weekday, two-digit year, month before day, full names, missing
 * seconds or comma, {@code asctime} and RFC 850 formats.
 */
final class Rfc822Date {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> FULL_MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /** Two-digit years from this value on belong to the 20th century (RFC 2822, section 4.3). */
    private static final int PIVOT = 50;

    private final DateFields fields = new DateFields();

    private Rfc822Date() {}

    /** @return null if the text has another format */
    static @Nullable DateFields read(String text) {
        Rfc822Date date = new Rfc822Date();
        for (String token : text.replace(',', ' ').split("\\s+")) {
            if (!date.accept(token)) {
                return null;
            }
        }
        DateFields fields = date.fields;
        return fields.year < 0 || fields.month < 0 || fields.day < 0 ? null : fields;
    }

    private boolean accept(String token) {
        if (token.isEmpty()) {
            return true;
        }
        char first = token.charAt(0);
        if (token.indexOf(':') > 0 && Character.isDigit(first)) {
            return acceptTime(token);
        }
        if (DateParser.isDigits(token)) {
            return acceptNumber(token);
        }
        if (first == '+' || first == '-') {
            return acceptZone(token);
        }
        if (token.indexOf('-') > 0 && month(token.split("-")) >= 0) {
            return acceptHyphenated(token.split("-"));
        }
        return Character.isLetter(first) ? acceptWord(token) : acceptOrdinal(token);
    }

    private boolean acceptTime(String token) {
        int end = token.length();
        while (end > 0 && !Character.isDigit(token.charAt(end - 1))) {
            end--;
        }
        String tail = token.substring(end);
        int sign = Math.max(token.indexOf('+'), token.indexOf('-'));
        String clock = sign > 0 ? token.substring(0, sign) : token.substring(0, end);
        if (fields.hour >= 0 || !fields.readTime(clock)) {
            return false;
        }
        if (sign > 0) {
            fields.readZone(token.substring(sign));
            return true;
        }
        return tail.isEmpty() || acceptWord(tail);
    }

    private boolean acceptNumber(String token) {
        if (token.length() == 4 && fields.year < 0) {
            fields.year = Integer.parseInt(token);
        } else if (token.length() <= 2 && fields.day < 0) {
            fields.day = Integer.parseInt(token);
        } else if (token.length() == 2 && fields.year < 0) {
            fields.year = century(Integer.parseInt(token));
        } else {
            return false;
        }
        return true;
    }

    private boolean acceptHyphenated(String[] parts) {
        if (parts.length != 3) {
            return false;
        }
        for (String part : parts) {
            if (!accept(part)) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptZone(String token) {
        if (fields.hour < 0) {
            return false;
        }
        fields.readZone(token);
        return true;
    }

    private boolean acceptWord(String token) {
        String word = token.toLowerCase(Locale.ROOT).replace(".", "");
        int month = month(word);
        if (month >= 0 && fields.month < 0) {
            fields.month = month + 1;
            return true;
        }
        if (word.length() >= 3
                && DAYS.contains(word.substring(0, 3))
                && (word.length() == 3 || word.length() == 4 || word.endsWith("day"))) {
            return true;
        }
        if (word.equals("am") || word.equals("pm")) {
            return acceptHalfDay(word.equals("pm"));
        }
        if (word.equals("at") || word.equals("on") || word.equals("of")) {
            return true;
        }
        if (fields.hour < 0
                || word.length() > 5 && word.indexOf('/') < 0 && !word.startsWith("gmt") && !word.startsWith("utc")) {
            return false;
        }
        if (fields.offsetSeconds == null || word.length() > 1) {
            fields.readZone(token);
        }
        return true;
    }

    private boolean acceptHalfDay(boolean afternoon) {
        if (fields.hour < 1 || fields.hour > 12) {
            return false;
        }
        fields.hour = fields.hour % 12 + (afternoon ? 12 : 0);
        return true;
    }

    /** Accepts {@code 15th}. */
    private boolean acceptOrdinal(String token) {
        int end = 0;
        while (end < token.length() && Character.isDigit(token.charAt(end))) {
            end++;
        }
        String tail = token.substring(end).toLowerCase(Locale.ROOT);
        boolean ordinal = end > 0 && (tail.equals("st") || tail.equals("nd") || tail.equals("rd") || tail.equals("th"));
        return ordinal && acceptNumber(token.substring(0, end));
    }

    private static int month(String[] parts) {
        return parts.length == 3
                ? Math.max(month(parts[1].toLowerCase(Locale.ROOT)), month(parts[0].toLowerCase(Locale.ROOT)))
                : -1;
    }

    private static int month(String word) {
        int full = FULL_MONTHS.indexOf(word);
        return full >= 0 ? full : word.equals("sept") ? 8 : MONTHS.indexOf(word);
    }

    private static int century(int year) {
        return year < PIVOT ? 2000 + year : 1900 + year;
    }
}
