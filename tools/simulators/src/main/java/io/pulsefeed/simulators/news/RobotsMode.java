package io.pulsefeed.simulators.news;

/** What a site answers to {@code /robots.txt}. */
public enum RobotsMode {
    /** 200: {@code /private/} is forbidden, the news sitemap is named. */
    RULES,
    /** 404. */
    MISSING,
    /** 429 with {@code Retry-After: 1}. */
    BUSY,
    /** 500. */
    FAILING,
    /** 200 with an HTML page. */
    HTML,
    /** 600 KiB: a rule that forbids {@code /early/}, padding, and past 500 KiB one that forbids {@code /late/}. */
    LARGE,
    /** 200 with {@code Crawl-delay: 2}. */
    CRAWL_DELAY,
    /** 200, everything forbidden. */
    FORBID_ALL
}
