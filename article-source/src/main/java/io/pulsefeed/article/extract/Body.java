package io.pulsefeed.article.extract;

/**
 * A body text and its source.
 *
 * @param candidate see {@link ExtractedArticle}
 */
record Body(String text, String candidate) {

    static final Body NONE = new Body("", "none");

    boolean isEmpty() {
        return text.isEmpty();
    }
}
