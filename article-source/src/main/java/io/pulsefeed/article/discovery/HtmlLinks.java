package io.pulsefeed.article.discovery;

import io.pulsefeed.article.extract.TagNames;
import io.pulsefeed.article.extract.TextDecoder;
import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Extracts links from HTML pages: articles of a listing, feeds of a home page. */
public final class HtmlLinks {

    private static final int MAX_LINKS = 1_000;
    private static final int MAX_FEEDS = 10;
    private static final int MAX_REFRESH_PAGE = 20_000;
    private static final Pattern REFRESH =
            Pattern.compile("http-equiv\\s{0,3}=\\s{0,3}[\"']?refresh", Pattern.CASE_INSENSITIVE);
    /** After at most nine seconds. */
    private static final Pattern REFRESH_TARGET = Pattern.compile(
            "\\s*\\d(?:\\.\\d*)?\\s*[;,]\\s*url\\s*=\\s*[\"']?([^\"']+)[\"']?\\s*", Pattern.CASE_INSENSITIVE);

    private static final Set<String> FEED_TYPES =
            Set.of("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json");

    private HtmlLinks() {}

    /** @param selector CSS selector of the article links, or of elements that contain them */
    public static ParsedFeed articles(byte[] body, @Nullable String contentType, URI url, String selector) {
        Document page = parse(body, contentType, url);
        URI base = base(page, url);
        List<Entry> entries = new ArrayList<>();
        Set<URI> seen = new LinkedHashSet<>();
        for (Element element : page.select(selector)) {
            Element anchor = element.hasAttr("href") ? element : element.selectFirst("a[href]");
            Optional<URI> link = anchor == null ? Optional.empty() : Urls.resolve(base, anchor.attr("href"));
            if (link.isPresent() && entries.size() < MAX_LINKS && seen.add(link.get())) {
                // The link text is not used as the title: it is often a teaser or "read more".
                entries.add(new Entry(null, link.get(), null, null, null, null, null, List.of(), null, false));
            }
        }
        return ParsedFeed.links(List.copyOf(entries), List.of());
    }

    /** The {@code rel=alternate} feeds of a page. */
    public static List<URI> feeds(byte[] body, @Nullable String contentType, URI url) {
        Document page = parse(body, contentType, url);
        URI base = base(page, url);
        Set<URI> feeds = new LinkedHashSet<>();
        for (Element link : page.select("link[rel~=(?i)\\balternate\\b][href]")) {
            String type = link.attr("type").toLowerCase(Locale.ROOT).strip();
            if (FEED_TYPES.contains(type) && feeds.size() < MAX_FEEDS) {
                Urls.resolve(base, link.attr("href")).ifPresent(feeds::add);
            }
        }
        return List.copyOf(feeds);
    }

    /**
     * The target of a page without content that a browser leaves at once ({@code http-equiv=refresh}), such as that of a link shortener.
     */
    public static Optional<URI> refresh(byte[] body, @Nullable String contentType, URI url) {
        if (body.length > MAX_REFRESH_PAGE) {
            return Optional.empty();
        }
        String html = TextDecoder.decode(body, contentType);
        if (!REFRESH.matcher(html).find()) {
            return Optional.empty();
        }
        Document page = Jsoup.parse(html, url.toString());
        // In a noscript element, it leads to a page for browsers without scripts.
        page.select("noscript").remove();
        Element meta = page.selectFirst("meta[http-equiv~=(?i)^refresh$]");
        Matcher target = REFRESH_TARGET.matcher(meta == null ? "" : meta.attr("content"));
        return target.matches()
                ? Urls.resolve(base(page, url), target.group(1)).filter(next -> !next.equals(url))
                : Optional.empty();
    }

    static Document parse(byte[] body, @Nullable String contentType, URI url) {
        return Jsoup.parse(TagNames.limit(TextDecoder.decode(body, contentType)), url.toString());
    }

    static URI base(Document page, URI url) {
        Element base = page.selectFirst("base[href]");
        return base == null ? url : Urls.resolve(url, base.attr("href")).orElse(url);
    }
}
