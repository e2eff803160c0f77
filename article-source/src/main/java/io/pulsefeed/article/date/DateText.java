package io.pulsefeed.article.date;

import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the first date in a short visible text, such as {@code Published on 30 November 2026 by A. Writer}. */
final class DateText {

    static final int MAX_LENGTH = 300;

    private static final String YEAR = "(?:19|20)\\d\\d";
    private static final String WORD = "[\\p{L}\\p{M}]{3,14}\\.?";
    private static final Pattern DAY = Pattern.compile("(?<![\\d.,/\\p{L}\u2013\u2014-])(?<!\\d:)(?:"
            + YEAR + "[./-]\\s?\\d{1,2}[./-]\\s?\\d{1,2}(?![\\d])"
            + "|\\d{1,2}[./-]\\s?\\d{1,2}[./-]\\s?(?:" + YEAR + "|\\d{2})(?![\\d.,:%-]\\d|\\d)"
            + "|\\d{1,2}(?:st|nd|rd|th|er|\u00ba|\\.)?[\\s-](?:de\\s|of\\s)?" + WORD + "[,\\s-]{1,2}(?:de\\s|del\\s)?"
            + YEAR + "(?!\\d)"
            + "|" + WORD + "\\s\\d{1,2}(?:st|nd|rd|th)?(?:,\\s?|\\s)" + YEAR + "(?!\\d)"
            + "|" + YEAR + "\\s?[\u5e74\ub144]\\s?\\d{1,2}\\s?[\u6708\uc6d4]\\s?\\d{1,2}\\s?[\u65e5\uc77c]?"
            + "|\\d{1,2}\\s(?:th\u00e1ng|thg)\\s\\d{1,2}(?:,|\\sn\u0103m)?\\s" + YEAR + ")");
    private static final Pattern TIME = Pattern.compile(
            "[\\s,|\u2013\u2014-]{1,4}(?:(?:at|um|klo|kl\\.|\u00e0|alle|\u00e0s|a las|om)\\s)?(\\d{1,2}(?:[:h]|\\sh\\s)\\d{2}(?::\\d{2})?"
                    + "(?:\\s?(?:[ap]\\.?\\s?m|[\u03c0\u03bc]\\.?\u03bc|[\u0635\u0645])\\.?(?!\\p{L}))?(?:\\s[A-Z]{2,4}(?![\\p{L}\\d]))?)");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u202f]+");

    private DateText() {}

    static Optional<ParsedDate> find(String text, ZoneId zone, DateOrder order) {
        String line = SPACES.matcher(DateParser.plain(text.substring(0, Math.min(text.length(), MAX_LENGTH))))
                .replaceAll(" ")
                .strip();
        Optional<ParsedDate> whole = DateParser.parse(line, zone, order);
        if (whole.isPresent() && whole.get().precision().hasDay()) {
            return whole;
        }
        int from = DateLabels.publishedAfterUpdated(line);
        Optional<ParsedDate> published = from > 0 ? first(line.substring(from), zone, order) : Optional.empty();
        return published.isPresent() ? published : first(line, zone, order);
    }

    private static Optional<ParsedDate> first(String line, ZoneId zone, DateOrder order) {
        Matcher day = DAY.matcher(line);
        while (day.find()) {
            Optional<ParsedDate> date = withTime(line, day, zone, order);
            if (date.isEmpty()) {
                date = DateParser.parse(day.group(), zone, order);
            }
            if (date.isPresent()) {
                return date;
            }
        }
        return Optional.empty();
    }

    private static Optional<ParsedDate> withTime(String line, Matcher day, ZoneId zone, DateOrder order) {
        Matcher time = TIME.matcher(line).region(day.end(), line.length());
        return time.lookingAt() ? DateParser.parse(day.group() + ' ' + time.group(1), zone, order) : Optional.empty();
    }

    /** The index of the first text that looks like a date in {@link DateParser#plain}; -1 if there is none. */
    static int indexOf(String text) {
        Matcher day = DAY.matcher(DateParser.plain(text.substring(0, Math.min(text.length(), MAX_LENGTH))));
        return day.find() ? day.start() : -1;
    }

    static boolean isPossible(String text) {
        return indexOf(text) >= 0;
    }
}
