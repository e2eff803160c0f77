package io.pulsefeed.article.sentiment;

import org.jspecify.annotations.Nullable;

/** Combines title and text to the text that VADER scores. */
final class ScoredText {

    /** Summaries are much shorter; longer texts push the score to the ends of the scale. */
    private static final int MAX_TEXT_LENGTH = 1_000;

    private static final int MAX_TITLE_LENGTH = 500;

    private ScoredText() {}

    static String of(@Nullable String title, @Nullable String text) {
        String head = limit(title, MAX_TITLE_LENGTH);
        String body = limit(text, MAX_TEXT_LENGTH);
        String separator = head.isEmpty() || body.isEmpty() ? "" : ". ";
        // U+2019, and U+0092 from mislabeled windows-1252: otherwise "isn't" is not recognized as a negation.
        return (head + separator + body).replace('\u2019', '\'').replace('\u0092', '\'');
    }

    private static String limit(@Nullable String text, int max) {
        String given = text == null ? "" : text.strip();
        if (given.length() <= max) {
            return given;
        }
        return given.substring(0, Character.isHighSurrogate(given.charAt(max - 1)) ? max - 1 : max);
    }
}
