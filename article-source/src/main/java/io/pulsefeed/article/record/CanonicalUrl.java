package io.pulsefeed.article.record;

import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Normalizes article URLs, so that equivalent URLs of an article compare equal. */
public final class CanonicalUrl {

    private static final Set<String> TRACKING =
            Set.of("fbclid", "gclid", "mc_cid", "mc_eid", "ref", "cmpid", "outputtype=amp");

    private CanonicalUrl() {}

    /**
     * Removes fragment, default port and tracking parameters, and converts scheme and host to lower case. The path is kept as
     * is: servers may distinguish case and a trailing slash.
     */
    public static String of(URI url) {
        URI normalized = Urls.resolve(null, url.toString()).orElse(url);
        StringBuilder out = new StringBuilder(normalized.getScheme())
                .append("://")
                .append(normalized.getRawAuthority())
                .append(normalized.getRawPath());
        char separator = '?';
        if (normalized.getRawQuery() != null) {
            for (String parameter : normalized.getRawQuery().split("&")) {
                if (!parameter.isEmpty() && !isTracking(parameter)) {
                    out.append(separator).append(parameter);
                    separator = '&';
                }
            }
        }
        return out.toString();
    }

    private static boolean isTracking(String parameter) {
        String lower = parameter.toLowerCase(Locale.ROOT);
        int equals = lower.indexOf('=');
        String name = equals < 0 ? lower : lower.substring(0, equals);
        return name.startsWith("utm_") || TRACKING.contains(name) || TRACKING.contains(lower);
    }
}
