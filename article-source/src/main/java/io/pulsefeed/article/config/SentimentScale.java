package io.pulsefeed.article.config;

/** Range of the sentiment scores that are written. */
public enum SentimentScale {
    /** 0 to 1, with 0.5 for neutral. */
    UNIT,
    /** -1 to 1, with 0 for neutral. */
    COMPOUND
}
