package io.pulsefeed.article.extract;

/** What a page declares to be. */
public enum PageKind {
    /** JSON-LD of an article. */
    ARTICLE,
    /** {@code og:type} is article. Some systems set it on all pages. */
    OPEN_GRAPH_ARTICLE,
    /** Nothing, or something else. */
    OTHER
}
