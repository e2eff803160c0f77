package io.pulsefeed.article.extract;

import org.jspecify.annotations.Nullable;

/** Parses ISO 8601 and RFC 3339 dates, extended and basic, also with a space instead of the T. */
final class IsoDate {

    private IsoDate() {}

    /** @return null if the text has another format */
    static @Nullable DateFields read(String text) {
        int split = dateEnd(text);
        DateFields fields = new DateFields();
        if (!readDay(fields, text.substring(0, split))) {
            return null;
        }
        if (split == text.length()) {
            return fields;
        }
        String rest = text.substring(split + 1).strip();
        int zone = zoneStart(rest);
        String clock = rest.substring(0, zone).strip();
        if (!fields.readTime(clock)) {
            return null;
        }
        String name = rest.substring(zone).strip();
        if (!name.isEmpty()) {
            fields.readZone(name);
        }
        return fields;
    }

    private static int dateEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'T' || c == 't' || Character.isWhitespace(c)) {
                return i;
            }
        }
        return text.length();
    }

    private static int zoneStart(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '+' || c == '-' || c == '[' || Character.isLetter(c)) {
                return i;
            }
        }
        return rest.length();
    }

    private static boolean readDay(DateFields fields, String day) {
        String[] parts = day.replace('/', '-').replace('.', '-').split("-", -1);
        for (String part : parts) {
            if (!DateParser.isDigits(part)) {
                return false;
            }
        }
        if (parts.length == 1) {
            return readBasic(fields, day);
        }
        if (parts[0].length() != 4 || parts.length > 3) {
            return false;
        }
        fields.year = Integer.parseInt(parts[0]);
        if (parts.length == 2 && parts[1].length() == 3) {
            fields.daysAfter = Integer.parseInt(parts[1]) - 1;
            return true;
        }
        if (parts[1].length() > 2 || (parts.length == 3 && parts[2].length() > 2)) {
            return false;
        }
        fields.month = Integer.parseInt(parts[1]);
        fields.day = parts.length == 3 ? Integer.parseInt(parts[2]) : 1;
        return fields.month > 0 && fields.day > 0;
    }

    /** {@code 20240115}, {@code 2024015} (day of the year), {@code 20240115093000}, {@code 2024}. */
    private static boolean readBasic(DateFields fields, String digits) {
        int length = digits.length();
        if (length != 4 && length != 7 && length != 8 && length != 14) {
            return false;
        }
        fields.year = Integer.parseInt(digits.substring(0, 4));
        if (length == 7) {
            fields.daysAfter = Integer.parseInt(digits.substring(4)) - 1;
        } else if (length >= 8) {
            fields.month = Integer.parseInt(digits.substring(4, 6));
            fields.day = Integer.parseInt(digits.substring(6, 8));
        }
        return length != 14 || fields.readTime(digits.substring(8));
    }
}
