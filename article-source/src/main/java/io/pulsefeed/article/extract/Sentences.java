package io.pulsefeed.article.extract;

/** Splits text into sentences, with a simple heuristic that is sufficient for selecting the first ones. */
public final class Sentences {

    private static final int MAX_LENGTH = 1_000;

    private Sentences() {}

    /** The first {@code count} sentences or lines of {@code text}. */
    public static String first(String text, int count) {
        int limit = Math.min(text.length(), MAX_LENGTH);
        int found = 0;
        for (int i = 0; i < limit; i++) {
            char c = text.charAt(i);
            boolean isEnd = c == '\n'
                    || (c == '.' || c == '!' || c == '?') && (i + 1 == text.length() || text.charAt(i + 1) <= ' ');
            if (isEnd && ++found == count) {
                return text.substring(0, i + 1).strip();
            }
        }
        return text.substring(0, limit).strip();
    }
}
