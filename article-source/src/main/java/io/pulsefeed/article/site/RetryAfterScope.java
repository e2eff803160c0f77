package io.pulsefeed.article.site;

/** What a {@code Retry-After} response blocks. */
enum RetryAfterScope {
    HOST,
    URL
}
