package io.pulsefeed.article.extract;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Input of the extraction: a fetched page and its context.
 *
 * @param body the decoded response body; null or empty if there is no page, to use only the hints
 * @param contentTypeHeader the HTTP {@code Content-Type}
 * @param finalUrl the URL after all redirects; relative links are resolved against it
 * @param hints data of the feed
 * @param rules extraction rules of the site
 */
public record PageInput(
        byte @Nullable [] body, @Nullable String contentTypeHeader, URI finalUrl, FeedHints hints, ExtractRules rules) {
    /** A page without hints, with default rules. */
    public static PageInput of(byte[] body, @Nullable String contentTypeHeader, URI finalUrl) {
        return new PageInput(body, contentTypeHeader, finalUrl, FeedHints.NONE, ExtractRules.DEFAULTS);
    }
}
