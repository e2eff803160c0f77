package io.pulsefeed.article.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a site tells of its articles. */
public enum SourceType {
    /** RSS, Atom or JSON Feed, told apart by content. */
    FEED,
    /** A sitemap with the news extension. */
    NEWS_SITEMAP,
    /** A sitemap, or an index of them. */
    SITEMAP,
    /** An HTML page with links to articles. */
    LISTING,
    /** The home page's {@code rel=alternate} feeds and the sitemaps that robots.txt names. */
    DISCOVER;

    /** As it is written in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static SourceType of(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is no type of discovery; use one of "
                        + Arrays.stream(values()).map(SourceType::label).collect(Collectors.joining(", "))));
    }
}
