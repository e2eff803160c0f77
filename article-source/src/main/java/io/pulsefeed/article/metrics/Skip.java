package io.pulsefeed.article.metrics;

import java.util.Locale;

/** Why an entry of a list did not become a record. */
public enum Skip {
    NO_LINK,
    NO_TITLE,
    TOO_OLD,
    /** By the site's include and exclude patterns. */
    EXCLUDED,
    /** Host, port, scheme or address: see the log. */
    REFUSED,
    ROBOTS,
    /** The same text, or the same canonical address, was written before. */
    DUPLICATE,
    /** 404 on three polls, or 410. */
    MISSING,
    /** Neither the page nor the feed gave enough. */
    UNREADABLE;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
