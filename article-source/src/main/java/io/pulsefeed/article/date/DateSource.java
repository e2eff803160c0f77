package io.pulsefeed.article.date;

/** Where the date of an article was found. The label is the value of the header {@code date_source}. */
public enum DateSource {
    FEED("feed"),
    /** The selector of the site's configuration. */
    SELECTOR("selector"),
    JSON_LD("json-ld"),
    META("meta"),
    /** A {@code time} element or other markup of a date. */
    TIME("time"),
    /** JSON in a script other than JSON-LD. */
    SCRIPT("script"),
    URL("url"),
    /** Visible text. */
    TEXT("text"),
    /** No date was found: the time of the fetch. */
    FETCH("fetch");

    private final String label;

    DateSource(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
