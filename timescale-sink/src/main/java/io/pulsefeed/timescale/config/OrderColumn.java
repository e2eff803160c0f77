package io.pulsefeed.timescale.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of {@code compress.orderby.TABLE}.
 *
 * @param direction empty, or {@code DESC} and the like, with a leading space
 */
public record OrderColumn(String name, String direction) {

    private static final Pattern FORM = Pattern.compile(
            "(" + TableColumns.NAME + ")(?:\\s+(ASC|DESC))?(?:\\s+(NULLS\\s+(?:FIRST|LAST)))?",
            Pattern.CASE_INSENSITIVE);

    public static OrderColumn descending(String name) {
        return new OrderColumn(name, " DESC");
    }

    /** @return empty if {@code text} is not a column name with an optional direction */
    static Optional<OrderColumn> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new OrderColumn(matcher.group(1), word(matcher.group(2)) + word(matcher.group(3))))
                : Optional.empty();
    }

    private static String word(String text) {
        return text == null ? "" : " " + text.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
