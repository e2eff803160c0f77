package io.pulsefeed.simulators.news;

/**
 * One request that reached a site.
 *
 * @param path with its query
 * @param atNanos {@link System#nanoTime()} when its head had been read
 * @param host the {@code Host} header
 * @param userAgent null when the client named none
 * @param ifNoneMatch null unless sent
 * @param ifModifiedSince null unless sent
 */
public record Hit(
        String path, long atNanos, String host, String userAgent, String ifNoneMatch, String ifModifiedSince) {

    public boolean conditional() {
        return ifNoneMatch != null || ifModifiedSince != null;
    }
}
