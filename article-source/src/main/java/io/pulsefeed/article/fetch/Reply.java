package io.pulsefeed.article.fetch;

/**
 * One HTTP answer, as far as it was read.
 *
 * @param atEnd true when nothing of the body is left, so that the connection can be used again
 * @param bodyRead false when the body was left alone: a status other than 200, or no text
 */
record Reply(
        int status,
        String location,
        String contentLocation,
        String contentType,
        String etag,
        String lastModified,
        String cacheControl,
        String retryAfter,
        String challenge,
        boolean bodyRead,
        byte[] body,
        boolean cut,
        boolean atEnd) {}
