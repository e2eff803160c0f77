package io.pulsefeed.article.sentiment;

/** The text that an engine looks at. */
final class ScoredText {

    /** A summary is far shorter; longer texts only push every score to an end of the scale. */
    private static final int TEXT_MAX = 1_000;

    private static final int TITLE_MAX = 500;

    private ScoredText() {}

    static String of(String title, String text) {
        String head = limit(title, TITLE_MAX);
        String body = limit(text, TEXT_MAX);
        String joint = head.isEmpty() || body.isEmpty() ? "" : ". ";
        // U+2019, and U+0092 of mislabelled windows-1252: without this "isn't" is no negation.
        return (head + joint + body).replace('\u2019', '\'').replace('\u0092', '\'');
    }

    private static String limit(String text, int max) {
        String given = text == null ? "" : text.strip();
        if (given.length() <= max) {
            return given;
        }
        return given.substring(0, Character.isHighSurrogate(given.charAt(max - 1)) ? max - 1 : max);
    }
}
