package io.pulsefeed.article.extract;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes navigation links from links in the article text. A paragraph of links to the same site is a link list; a link to
 * another site usually cites a source.
 */
final class LinkClassifier {

    private static final Set<String> NETWORKS = Set.of(
            "facebook",
            "twitter",
            "x",
            "instagram",
            "linkedin",
            "pinterest",
            "reddit",
            "whatsapp",
            "wa",
            "t",
            "telegram",
            "tumblr",
            "youtube",
            "tiktok",
            "flipboard",
            "vk",
            "weibo",
            "threads",
            "addtoany",
            "addthis");

    private static final Set<String> SECOND_LEVEL =
            Set.of("co", "com", "org", "net", "ac", "gov", "edu", "ne", "or", "go");

    private final String ownSite;

    LinkClassifier(@Nullable String host) {
        this.ownSite = site(host == null ? "" : host);
    }

    /** True if the link leads to another site that is not a social network. */
    boolean isExternal(String href) {
        int from = href.startsWith("//") ? 2 : href.startsWith("http://") ? 7 : href.startsWith("https://") ? 8 : 0;
        if (from == 0) {
            return false;
        }
        int to = from;
        while (to < href.length() && "/?#:".indexOf(href.charAt(to)) < 0) {
            to++;
        }
        String site = site(href.substring(from, to));
        int dot = site.indexOf('.');
        return dot > 0 && !site.equals(ownSite) && !NETWORKS.contains(site.substring(0, dot));
    }

    /** Approximates the registrable domain of a host, for comparison: example.co.uk for {@code news.example.co.uk}. */
    static String site(String host) {
        List<String> labels = List.of(host.toLowerCase(Locale.ROOT).split("\\."));
        int n = labels.size();
        if (n <= 2) {
            return String.join(".", labels);
        }
        int keep = labels.get(n - 1).length() == 2 && SECOND_LEVEL.contains(labels.get(n - 2)) ? 3 : 2;
        return String.join(".", labels.subList(n - keep, n));
    }
}
