package io.pulsefeed.article.fetch;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Result of a fetch, including all redirects.
 *
 * @param status of the last response; 0 if there was none
 * @param url of the last request
 * @param base URL that relative links are resolved against: {@code url}, or the {@code Content-Location} if it is a URL of the
 *     site
 * @param movedTo the target if all redirects were permanent
 * @param body the body for {@link Outcome#OK}, its first part for {@link Outcome#TOO_LARGE}, otherwise empty
 * @param maxAge from {@code Cache-Control}
 * @param waitNs how long the host is blocked, for {@link Outcome#BLOCKED}; otherwise 0
 * @param refusal for {@link Outcome#REFUSED}
 * @param detail for log lines
 */
public record FetchResult(
        Outcome outcome,
        int status,
        URI url,
        URI base,
        @Nullable URI movedTo,
        byte[] body,
        @Nullable String contentType,
        CacheValidators validators,
        @Nullable Duration maxAge,
        long waitNs,
        @Nullable Refusal refusal,
        String detail) {

    /** Result categories that callers handle differently. */
    public enum Outcome {
        OK,
        NOT_MODIFIED,
        /** Status 200 with a body that is not text (PDF, image) or has an unknown content coding. The body was not read. */
        NOT_TEXT,
        TOO_LARGE,
        /** Status 401, 402, 403 or 451, or 503 with a bot challenge. */
        FORBIDDEN,
        /** Status 404. */
        MISSING,
        /** Status 410. */
        GONE,
        /** Retriable: status 408, 425 or 5xx, I/O error, timeout. */
        TRANSIENT,
        /** The host sent status 429 or 503, or its robots.txt is unavailable. */
        BLOCKED,
        ROBOTS_DENIED,
        /** The URL is not allowed; see {@link Refusal}. */
        REFUSED,
        /** Any other status. */
        FAILED
    }
}
