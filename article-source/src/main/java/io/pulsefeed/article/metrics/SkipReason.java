package io.pulsefeed.article.metrics;

import java.util.Locale;

/** Why a list entry did not become a record. */
public enum SkipReason {
    NO_LINK,
    NO_TITLE,
    TOO_OLD,
    /** Excluded by the include and exclude patterns of the site. */
    EXCLUDED,
    /** The host, port, scheme or address is not allowed; the log has the details. */
    REFUSED,
    ROBOTS,
    /** The same text or canonical URL was already written. */
    DUPLICATE,
    /** Beyond the number of entries that are remembered for a list. */
    OVER_LIMIT,
    /** The page of a sitemap entry is not an article: a section, a tag, an "about" page. */
    NOT_ARTICLE,
    /** Status 404 in three polls, or 410. */
    MISSING,
    /** Neither the page nor the feed has enough content. */
    UNREADABLE;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
