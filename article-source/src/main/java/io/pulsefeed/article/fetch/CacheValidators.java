package io.pulsefeed.article.fetch;

import org.jspecify.annotations.Nullable;

/**
 * Cache validators of one response for conditional requests (RFC 9110, section 8.8), kept verbatim, including weak etags and
 * invalid dates.
 */
public record CacheValidators(@Nullable String etag, @Nullable String lastModified) {

    public static final CacheValidators NONE = new CacheValidators(null, null);

    private static final int MAX_LENGTH = 256;

    /** Values that are too long for a source offset are dropped. */
    public CacheValidators {
        etag = etag == null || etag.length() > MAX_LENGTH ? null : etag;
        lastModified = lastModified == null || lastModified.length() > MAX_LENGTH ? null : lastModified;
    }
}
