package io.pulsefeed.article.extract;

/** Where the text of an article was found. The label is the value of the metric tag {@code candidate}. */
public enum TextSource {
    /** The selector of the site's configuration. */
    SELECTOR("selector"),
    /** The paragraphs of the page that the model selects. */
    DOM("dom"),
    /** The most probable paragraphs of the page, because the model is sure of none. */
    DOM_WIDE("dom-wide"),
    JSON_LD("json-ld"),
    /** The JSON state of a page that a script renders. */
    EMBEDDED("embedded"),
    /** The content of the feed entry. */
    FEED("feed"),
    SUMMARY("summary"),
    NONE("none"),
    /** No text: the page is a bot challenge. */
    CHALLENGE("challenge"),
    /** No text: the page reports that it does not exist, with status 200. */
    MISSING("missing");

    private final String label;

    TextSource(String label) {
        this.label = label;
    }

    /** Whether the text is the body of an article that was found on its page. */
    public boolean isBodyOfPage() {
        return switch (this) {
            case SELECTOR, DOM, DOM_WIDE, JSON_LD, EMBEDDED -> true;
            case FEED, SUMMARY, NONE, CHALLENGE, MISSING -> false;
        };
    }

    public String label() {
        return label;
    }
}
