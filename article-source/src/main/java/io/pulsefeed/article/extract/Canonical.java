package io.pulsefeed.article.extract;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** Judges the address that a page gives as its own: content systems often print a section's or the home page's instead. */
final class Canonical {

    private Canonical() {}

    /** @return null unless {@code href} is an absolute http address on the page's site, below its home page and sections */
    static URI of(String href, URI page) {
        try {
            URI canonical = new URI(href);
            String scheme =
                    canonical.getScheme() == null ? "" : canonical.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (!web || canonical.getHost() == null || page.getHost() == null || canonical.getRawUserInfo() != null) {
                return null;
            }
            boolean sameSite = Links.site(canonical.getHost()).equals(Links.site(page.getHost()));
            return sameSite && isArticlePath(canonical, page) ? canonical : null;
        } catch (URISyntaxException damaged) {
            return null;
        }
    }

    private static boolean isArticlePath(URI canonical, URI page) {
        List<String> own = segments(canonical);
        List<String> fetched = segments(page);
        if (own.isEmpty()) {
            // Old systems tell articles apart by the query alone.
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
