package io.pulsefeed.article.extract;

/** A body text and where it was found. */
record Body(String text, TextSource source) {

    static final Body NONE = new Body("", TextSource.NONE);

    boolean isEmpty() {
        return text.isEmpty();
    }
}
