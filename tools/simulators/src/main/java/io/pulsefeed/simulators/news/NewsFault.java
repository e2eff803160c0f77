package io.pulsefeed.simulators.news;

import java.util.Locale;

/** Faults of a site on its regular paths. The faulty paths of {@link NewsSite} exist independently of these. */
public enum NewsFault {
    /** robots.txt answers 404. */
    ROBOTS_MISSING,
    /** robots.txt answers 500. */
    ROBOTS_FAILING,
    /** robots.txt asks for two seconds between requests. */
    ROBOTS_CRAWL_DELAY,
    /** Every third request of a feed is answered 429 with {@code Retry-After: 1}. */
    FEED_BUSY,
    /** Every third response to a feed request is truncated in the middle of the document. */
    FEED_CUT,
    /** Each article answers 503 the first time. */
    PAGE_FAILS_ONCE,
    /** Each article answers 404 the first time, as on a site whose cache lags behind its feed. */
    PAGE_MISSING_ONCE,
    /** Every tenth article is sent at one byte per 200 ms. */
    PAGE_DRIPS;

    /** The name on the command line, for example {@code page-drips}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws IllegalArgumentException for an unknown label; the message lists all labels
     */
    public static NewsFault of(String label) {
        for (NewsFault fault : values()) {
            if (fault.label().equals(label)) {
                return fault;
            }
        }
        StringBuilder known = new StringBuilder();
        for (NewsFault fault : values()) {
            known.append(known.isEmpty() ? "" : ", ").append(fault.label());
        }
        throw new IllegalArgumentException("Unknown fault '" + label + "' of news sites. Use one of: " + known + ".");
    }
}
