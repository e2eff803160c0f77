package io.pulsefeed.simulators.news;

import java.util.Locale;
import java.util.Map;
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
 * @param headers the first value of each header, by its name in lower case
 */
public record Hit(
        String path,
        long atNanos,
        String host,
        @Nullable String userAgent,
        @Nullable String ifNoneMatch,
        @Nullable String ifModifiedSince,
        Map<String, String> headers) {

    /** The first value of a header; null when not sent. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public boolean conditional() {
        return ifNoneMatch != null || ifModifiedSince != null;
    }
}
