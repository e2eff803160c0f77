package io.pulsefeed.article.fetch;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP response.
 *
 * @param challenge the {@code cf-mitigated} header, set by bot challenges
 * @param unknownCoding the {@code Content-Encoding} if it cannot be decoded
 * @param bodyRead false if the body was not read: a status other than 200 and 203, or a body that is not text
 * @param truncated true if the body exceeds the limit
 * @param fullyRead true if the whole body was consumed, so that the connection can be reused
 */
record HttpResponse(
        int status,
        @Nullable String location,
        @Nullable String contentLocation,
        @Nullable String contentType,
        @Nullable String etag,
        @Nullable String lastModified,
        @Nullable String cacheControl,
        @Nullable String retryAfter,
        @Nullable String challenge,
        @Nullable String unknownCoding,
        boolean bodyRead,
        byte[] body,
        boolean truncated,
        boolean fullyRead) {

    /** A proxy that changes the body answers with 203 (RFC 9110, section 15.3.4). */
    static boolean isOk(int status) {
        return status == 200 || status == 203;
    }
}
