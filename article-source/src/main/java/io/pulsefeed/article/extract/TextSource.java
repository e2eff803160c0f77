package io.pulsefeed.article.extract;

/** Where the text of an article was found. The label is the value of the metric tag {@code candidate}. */
public enum TextSource {
    /** The selector of the site's configuration. */
    SELECTOR("selector"),
    /** The content element of the page. */
    DOM("dom"),
    /** The content element, with a wider selection of its paragraphs. */
    DOM_WIDE("dom-wide"),
    JSON_LD("json-ld"),
    /** The content of the feed entry. */
    FEED("feed"),
    SUMMARY("summary"),
    NONE("none"),
    /** No text: the page is a bot challenge. */
    CHALLENGE("challenge");

    private final String label;

    TextSource(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
