package io.pulsefeed.article.extract;

import java.util.Locale;
import java.util.Set;

/** Detects bylines and datelines above the article text. */
final class Dateline {

    private static final int MAX_LENGTH = 90;
    private static final int MAX_AUTHOR_WORDS = 7;

    private static final Set<String> DATE_WORDS = Set.of(
            "jan",
            "january",
            "feb",
            "february",
            "mar",
            "march",
            "apr",
            "april",
            "may",
            "jun",
            "june",
            "jul",
            "july",
            "aug",
            "august",
            "sep",
            "sept",
            "september",
            "oct",
            "october",
            "nov",
            "november",
            "dec",
            "december",
            "mon",
            "monday",
            "tue",
            "tues",
            "tuesday",
            "wed",
            "wednesday",
            "thu",
            "thurs",
            "thursday",
            "fri",
            "friday",
            "sat",
            "saturday",
            "sun",
            "sunday",
            "am",
            "pm",
            "a",
            "p",
            "m",
            "at",
            "on",
            "et",
            "est",
            "edt",
            "ct",
            "pt",
            "pst",
            "pdt",
            "gmt",
            "utc",
            "bst",
            "cet",
            "ist",
            "h",
            "published",
            "updated",
            "posted",
            "modified",
            "last",
            "first",
            "date",
            "created",
            "edited",
            "t",
            "z",
            "th",
            "st",
            "nd",
            "rd",
            "min",
            "mins",
            "minute",
            "minutes",
            "read",
            "reading",
            "time",
            "ago",
            "hours",
            "hour",
            "hrs",
            "days",
            "day");

    private Dateline() {}

    /** True for lines such as {@code By A. Writer}, {@code Published 9:03 p.m. ET, March 9, 2026}, {@code 4 min read}. */
    static boolean matches(String text) {
        return text.length() <= MAX_LENGTH && (isDate(text) || isAuthor(text));
    }

    private static boolean isDate(String text) {
        boolean number = false;
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ' ' : text.charAt(i);
            if (Character.isLetter(c)) {
                word.append(c);
            } else {
                if (word.length() > 0 && !DATE_WORDS.contains(word.toString().toLowerCase(Locale.ROOT))) {
                    return false;
                }
                word.setLength(0);
                number |= Character.isDigit(c);
            }
        }
        return number;
    }

    private static boolean isAuthor(String text) {
        String[] words = text.split("\\s+");
        if (words.length < 2
                || words.length > MAX_AUTHOR_WORDS
                || !words[0].equalsIgnoreCase("by")
                || text.endsWith(".")) {
            return false;
        }
        for (int i = 1; i < words.length; i++) {
            boolean name =
                    Character.isUpperCase(words[i].charAt(0)) || words[i].equals("and") || words[i].equals("for");
            if (!name && Character.isLetter(words[i].charAt(0))) {
                return false;
            }
        }
        return true;
    }
}
