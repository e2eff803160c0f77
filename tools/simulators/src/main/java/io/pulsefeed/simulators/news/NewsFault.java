package io.pulsefeed.simulators.news;

import java.util.Locale;

/** What a site can do wrong on its ordinary paths. The trouble paths of {@link NewsSite} are there with or without these. */
public enum NewsFault {
    /** robots.txt is not there. */
    ROBOTS_MISSING,
    /** robots.txt answers 500. */
    ROBOTS_FAILING,
    /** robots.txt asks for two seconds between requests. */
    ROBOTS_CRAWL_DELAY,
    /** Every third request of a feed is answered 429 with {@code Retry-After: 1}. */
    FEED_BUSY,
    /** Every third answer to a feed request breaks off in the middle of the document. */
    FEED_CUT,
    /** Each article answers 503 the first time. */
    PAGE_FAILS_ONCE,
    /** Each article answers 404 the first time, as on a site whose cache lags behind its feed. */
    PAGE_MISSING_ONCE,
    /** Every tenth article comes at a byte per 200 ms. */
    PAGE_DRIPS;

    /** The name on the command line, for example {@code page-drips}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws IllegalArgumentException naming the faults there are
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
        throw new IllegalArgumentException(
                "There is no fault '" + label + "' of news sites. Use one of: " + known + ".");
    }
}
