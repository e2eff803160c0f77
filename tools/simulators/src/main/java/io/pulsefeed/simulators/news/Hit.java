package io.pulsefeed.simulators.news;

import org.jspecify.annotations.Nullable;

/**
 * One request that reached a site.
 *
 * @param path with its query
 * @param atNanos {@link System#nanoTime()} after its head was read
 * @param host the {@code Host} header
 * @param userAgent null when not sent
 * @param ifNoneMatch null when not sent
 * @param ifModifiedSince null when not sent
 */
public record Hit(
        String path,
        long atNanos,
        String host,
        @Nullable String userAgent,
        @Nullable String ifNoneMatch,
        @Nullable String ifModifiedSince) {

    public boolean conditional() {
        return ifNoneMatch != null || ifModifiedSince != null;
    }
}
