package io.pulsefeed.cli.output;

/**
 * A line of a screen.
 *
 * @param text without control sequences
 */
public record ScreenLine(String text, Style style) {

    /** How a line is displayed. */
    public enum Style {
        NORMAL,
        BOLD,
        GOOD,
        BAD
    }

    public static ScreenLine of(String text) {
        return new ScreenLine(text, Style.NORMAL);
    }

    /** The line, cut to a number of columns. */
    public ScreenLine cut(int columns) {
        return text.length() <= columns ? this : new ScreenLine(text.substring(0, columns), style);
    }
}
