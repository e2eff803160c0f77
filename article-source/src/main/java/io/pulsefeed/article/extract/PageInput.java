package io.pulsefeed.article.extract;

import java.net.URI;

/**
 * A fetched page and what is known about it before it is read.
 *
 * @param body the bytes after content decoding; null or empty when the page could not be had, so that only the hints count
 * @param contentTypeHeader the HTTP {@code Content-Type} as received, or null
 * @param finalUrl the address after all redirects; relative links are resolved against it
 * @param hints what the feed said about the article
 * @param rules what the site's configuration says
 */
public record PageInput(byte[] body, String contentTypeHeader, URI finalUrl, FeedHints hints, ExtractRules rules) {
    public PageInput {
        hints = hints == null ? FeedHints.NONE : hints;
        rules = rules == null ? ExtractRules.DEFAULTS : rules;
    }
}
