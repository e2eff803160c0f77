package io.pulsefeed.simulators.news;

/** The response to {@code /robots.txt}. */
public enum RobotsMode {
    /** 200: {@code /private/} is disallowed, the news sitemap is listed. */
    RULES,
    /** 404. */
    MISSING,
    /** 429 with {@code Retry-After: 1}. */
    BUSY,
    /** 500. */
    FAILING,
    /** 200 with an HTML page. */
    HTML,
    /** 600 KiB: disallows {@code /early/}, then padding, and after 500 KiB {@code /late/}. */
    LARGE,
    /** 200 with {@code Crawl-delay: 2}. */
    CRAWL_DELAY,
    /** 200, everything disallowed. */
    FORBID_ALL
}
