package io.pulsefeed.article.extract;

/** A body found, and where. */
record Body(String text, String candidate) {

    static final Body NONE = new Body("", "none");

    boolean isEmpty() {
        return text.isEmpty();
    }
}
