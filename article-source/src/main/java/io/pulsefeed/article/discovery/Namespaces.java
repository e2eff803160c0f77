package io.pulsefeed.article.discovery;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps XML namespaces to fixed prefixes, independent of the prefixes in the document. */
final class Namespaces {

    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("http://www.w3.org/2005/atom", "atom"),
            Map.entry("http://purl.org/atom/ns#", "atom"),
            Map.entry("http://example.com/newformat#", "atom"),
            Map.entry("http://example.com/necho", "atom"),
            Map.entry("http://purl.org/echo/", "atom"),
            Map.entry("uri/of/echo/namespace#", "atom"),
            Map.entry("http://purl.org/pie/", "atom"),
            Map.entry("http://purl.org/rss/1.0/", ""),
            Map.entry("http://purl.org/net/rss1.1#", ""),
            Map.entry("http://purl.org/rss/1.0/modules/rss091#", ""),
            Map.entry("http://my.netscape.com/rdf/simple/0.9/", ""),
            Map.entry("http://channel.netscape.com/rdf/simple/0.9/", ""),
            Map.entry("http://my.netscape.com/publish/formats/rss-0.91.dtd", ""),
            Map.entry("http://backend.userland.com/rss", ""),
            Map.entry("http://backend.userland.com/rss2", ""),
            Map.entry("http://backend.userland.com/rss091", ""),
            Map.entry("http://blogs.law.harvard.edu/tech/rss", ""),
            Map.entry("http://www.sitemaps.org/schemas/sitemap/0.9", ""),
            Map.entry("http://www.google.com/schemas/sitemap/0.9", ""),
            Map.entry("http://www.google.com/schemas/sitemap/0.84", ""),
            Map.entry("http://www.google.com/schemas/sitemap-news/0.9", "news"),
            Map.entry("http://www.google.com/schemas/sitemap-image/1.1", "image"),
            Map.entry("http://www.google.com/schemas/sitemap-video/1.1", "video"),
            Map.entry("http://purl.org/dc/elements/1.0/", "dc"),
            Map.entry("http://purl.org/dc/elements/1.1/", "dc"),
            Map.entry("http://purl.org/dc/terms/", "dcterms"),
            Map.entry("http://purl.org/rss/1.0/modules/content/", "content"),
            Map.entry("http://rssnamespace.org/feedburner/ext/1.0", "feedburner"),
            Map.entry("http://search.yahoo.com/mrss", "media"),
            Map.entry("http://search.yahoo.com/mrss/", "media"),
            Map.entry("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
            Map.entry("http://www.w3.org/1999/xhtml", "xhtml"),
            Map.entry("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
            Map.entry("http://www.w3.org/xml/1998/namespace", "xml"));

    private Namespaces() {}

    /**
     * @param uri the declared namespace
     * @param prefix the prefix in the document
     */
    static String name(@Nullable String uri, @Nullable String prefix, String local) {
        @Nullable String known = uri == null || uri.isEmpty() ? null : find(uri.toLowerCase(Locale.ROOT));
        String canonical = known != null ? known : prefix == null ? "" : prefix.toLowerCase(Locale.ROOT);
        String name = local.toLowerCase(Locale.ROOT);
        return canonical.isEmpty() ? name : canonical + ":" + name;
    }

    /** Some sites write https, or add or leave out the slash at the end. */
    private static @Nullable String find(String uri) {
        String http = uri.startsWith("https://") ? "http://" + uri.substring(8) : uri;
        @Nullable String exact = PREFIXES.get(http);
        String other = http.endsWith("/") ? http.substring(0, http.length() - 1) : http + "/";
        return exact != null ? exact : PREFIXES.get(other);
    }
}
