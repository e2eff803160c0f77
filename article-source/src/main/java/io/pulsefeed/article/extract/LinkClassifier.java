package io.pulsefeed.article.extract;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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

    private final Set<String> ownSites = new HashSet<>();

    private LinkClassifier(String... hosts) {
        for (String host : hosts) {
            ownSites.add(site(host));
        }
    }

    /** For a fragment whose site is unknown. */
    static LinkClassifier ofFragment() {
        return new LinkClassifier();
    }

    /** For a page: its own site is that of its URL, and that of its canonical URL if it is a copy. */
    static LinkClassifier of(URI pageUrl, PageMeta meta) {
        String host = pageUrl.getHost();
        return new LinkClassifier(host == null ? "" : host, hostOf(meta.canonicalHref), hostOf(meta.meta("og:url")));
    }

    /** The host of an absolute URL, or an empty string. */
    private static String hostOf(String href) {
        int from = href.startsWith("//") ? 2 : href.startsWith("http://") ? 7 : href.startsWith("https://") ? 8 : 0;
        if (from == 0) {
            return "";
        }
        int to = from;
        while (to < href.length() && "/?#:".indexOf(href.charAt(to)) < 0) {
            to++;
        }
        return href.substring(from, to);
    }

    /** True if the link leads to another site that is not a social network. */
    boolean isExternal(String href) {
        String site = site(hostOf(href));
        int dot = site.indexOf('.');
        return dot > 0 && !ownSites.contains(site) && !NETWORKS.contains(site.substring(0, dot));
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
