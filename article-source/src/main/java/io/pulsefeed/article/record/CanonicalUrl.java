package io.pulsefeed.article.record;

import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** The one address of an article among the many that lead to it. */
public final class CanonicalUrl {

    private static final Set<String> TRACKING =
            Set.of("fbclid", "gclid", "mc_cid", "mc_eid", "ref", "cmpid", "outputtype=amp");

    private CanonicalUrl() {}

    /**
     * Without fragment, default port and tracking parameters; scheme and host in lower case. The case of the path and its
     * final slash stay: servers tell them apart.
     */
    public static String of(URI url) {
        URI tidy = Urls.resolve(null, url.toString()).orElse(url);
        StringBuilder out = new StringBuilder(tidy.getScheme())
                .append("://")
                .append(tidy.getRawAuthority())
                .append(tidy.getRawPath());
        char separator = '?';
        if (tidy.getRawQuery() != null) {
            for (String parameter : tidy.getRawQuery().split("&")) {
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
