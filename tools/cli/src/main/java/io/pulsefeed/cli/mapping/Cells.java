package io.pulsefeed.cli.mapping;

/** Shows text of records, which can contain anything, on a terminal. */
final class Cells {

    private Cells() {}

    /** The text without control characters, which a terminal would execute. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> shown.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c));
        return shown.toString();
    }

    /** The printable text with at most {@code max} characters. */
    static String shown(String text, int max) {
        String cut = text.length() <= max ? text : text.substring(0, max - 2) + "..";
        return printable(cut);
    }
}
