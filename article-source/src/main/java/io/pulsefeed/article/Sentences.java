package io.pulsefeed.article;

/** Finds where sentences end, well enough to pick the first ones. */
final class Sentences {

    private static final int LENGTH_MAX = 1_000;

    private Sentences() {}

    /** The first {@code count} sentences or lines of {@code text}. */
    static String first(String text, int count) {
        int limit = Math.min(text.length(), LENGTH_MAX);
        int found = 0;
        for (int i = 0; i < limit; i++) {
            char c = text.charAt(i);
            boolean stop = c == '\n'
                    || (c == '.' || c == '!' || c == '?') && (i + 1 == text.length() || text.charAt(i + 1) <= ' ');
            if (stop && ++found == count) {
                return text.substring(0, i + 1).strip();
            }
        }
        return text.substring(0, limit).strip();
    }
}
