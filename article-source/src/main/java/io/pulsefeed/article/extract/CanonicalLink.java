package io.pulsefeed.article.extract;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Validates the canonical URL of a page. Content management systems often set that of a section or of the home page instead. */
final class CanonicalLink {

    private CanonicalLink() {}

    /** @return null unless {@code href} is an absolute http URL of the same site that can be that of an article */
    static @Nullable URI of(String href, URI page) {
        try {
            URI canonical = new URI(href);
            String scheme =
                    canonical.getScheme() == null ? "" : canonical.getScheme().toLowerCase(Locale.ROOT);
            boolean isHttp = scheme.equals("http") || scheme.equals("https");
            if (!isHttp
                    || canonical.getHost() == null
                    || page.getHost() == null
                    || canonical.getRawUserInfo() != null) {
                return null;
            }
            boolean sameSite = LinkClassifier.site(canonical.getHost()).equals(LinkClassifier.site(page.getHost()));
            return sameSite && isArticlePath(canonical, page) ? canonical : null;
        } catch (URISyntaxException invalid) {
            return null;
        }
    }

    private static boolean isArticlePath(URI canonical, URI page) {
        List<String> own = segments(canonical);
        List<String> fetched = segments(page);
        if (own.isEmpty()) {
            // Some sites identify articles by the query only.
            return canonical.getRawQuery() != null && fetched.isEmpty();
        }
        boolean above =
                own.size() < fetched.size() && fetched.subList(0, own.size()).equals(own);
        boolean isAmp = above
                && fetched.size() == own.size() + 1
                && fetched.get(own.size()).equalsIgnoreCase("amp");
        return !above || isAmp;
    }

    private static List<String> segments(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return List.of(path.split("/")).stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
    }
}
