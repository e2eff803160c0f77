package io.pulsefeed.article.fetch;

import java.net.URI;
import java.time.Duration;

/**
 * How a fetch ended.
 *
 * @param status of the last answer; 0 when there was none
 * @param url where the walk ended
 * @param base what relative links in the body stand on: {@code url}, or what its {@code Content-Location} names if that is an
 *     address of the site
 * @param movedTo where permanent redirects alone led, or null
 * @param body never null; what came before the limit when {@code outcome} is {@link Outcome#TOO_LARGE}
 * @param maxAge from {@code Cache-Control}, or null
 * @param waitNanos how long to stay away, for {@link Outcome#BLOCKED}; 0 otherwise
 * @param detail for people: what came back
 */
public record Fetched(
        Outcome outcome,
        int status,
        URI url,
        URI base,
        URI movedTo,
        byte[] body,
        String contentType,
        Validators validators,
        Duration maxAge,
        long waitNanos,
        Refusal refusal,
        String detail) {

    /** The kinds of endings that callers treat differently. */
    public enum Outcome {
        OK,
        NOT_MODIFIED,
        /** 200, but not text: a PDF, an image, or a coding nobody asked for. The body was not read. */
        NOT_TEXT,
        TOO_LARGE,
        /** 401, 402, 403, 451. */
        FORBIDDEN,
        /** 404. */
        MISSING,
        /** 410. */
        GONE,
        /** Worth another try: 408, 425, 5xx, broken connections, timeouts. */
        TRANSIENT,
        /** The host asked to be left alone, or robots.txt cannot be had. */
        BLOCKED,
        ROBOTS_DENIED,
        REFUSED,
        /** Any other status. */
        FAILED
    }
}
