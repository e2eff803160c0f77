package io.pulsefeed.article.site;

/** How a site lists its articles. */
public enum DiscoveryType {
    /** RSS, Atom or JSON Feed, detected from the content. */
    FEED,
    /** A sitemap with the news extension. */
    NEWS_SITEMAP,
    /** A sitemap or a sitemap index. */
    SITEMAP,
    /** An HTML page with links to articles. */
    LISTING,
    /** The {@code rel=alternate} feeds of the home page and the sitemaps of robots.txt. */
    DISCOVER
}
