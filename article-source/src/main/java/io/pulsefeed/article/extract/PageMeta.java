package io.pulsefeed.article.extract;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.internal.StringUtil;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** Metadata of a page: meta tags, JSON-LD, headings, canonical link and dates. Collected in one traversal. */
final class PageMeta {

    private static final Pattern BY = Pattern.compile("(^|, )by:?\\s+", Pattern.CASE_INSENSITIVE);

    private static final int MAX_KEYWORDS = 50;
    private static final int MAX_HEADINGS = 20;
    private static final int MAX_DETAIL_LENGTH = 300;
    private static final int MAX_URL_LENGTH = 2_000;

    private final JsonLdScripts scripts = new JsonLdScripts();
    JsonLd jsonLd = new JsonLd(Map.of());
    /** The first {@code content} of each meta name or property, by lower-case name. */
    private final Map<String, String> meta = new HashMap<>();

    private final List<String> tags = new ArrayList<>();
    final List<String> headings = new ArrayList<>();
    String canonicalHref = "";
    private final Document document;

    private final String host;

    private PageMeta(Document document) {
        this.document = document;
        this.host = hostOf(document.baseUri());
    }

    private static String hostOf(String address) {
        int from = address.indexOf("//") + 2;
        int to = address.indexOf('/', from);
        return from < 2 ? "" : address.substring(from, to < 0 ? address.length() : to);
    }

    static PageMeta of(Document document) {
        PageMeta page = new PageMeta(document);
        NodeFilter visitor = (node, depth) -> {
            if (node instanceof Element element) {
                page.read(element);
            }
            return NodeFilter.FilterResult.CONTINUE;
        };
        document.filter(visitor);
        page.jsonLd = page.scripts.article(page::isUrl, page::isTitle);
        return page;
    }

    private void read(Element element) {
        switch (element.normalName()) {
            case "meta" -> readMeta(element);
            case "script" -> readScript(element);
            case "link" -> readLink(element);
            case "h1" -> {
                if (headings.size() < MAX_HEADINGS) {
                    headings.add(TextCleaner.line(element.text()));
                }
            }
            default -> {}
        }
    }

    private boolean isUrl(String address) {
        String url = withoutScheme(address);
        return !url.isEmpty()
                && (url.equals(withoutScheme(document.location())) || url.equals(withoutScheme(canonicalHref)));
    }

    /** Without query and slash at the end. */
    private static String withoutScheme(String address) {
        int from = address.indexOf("//");
        int to = address.length();
        for (char end : new char[] {'?', '#'}) {
            int at = address.indexOf(end);
            to = at < 0 ? to : Math.min(to, at);
        }
        String url = from < 0 || from > to ? "" : address.substring(from, to);
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private boolean isTitle(String headline) {
        String letters = BlockFeatures.letters(plain(headline));
        return !letters.isEmpty()
                && (headings.stream().anyMatch(heading -> BlockFeatures.letters(heading)
                                .equals(letters))
                        || BlockFeatures.letters(plain(meta("og:title"))).startsWith(letters)
                        || BlockFeatures.letters(document.title()).startsWith(letters));
    }

    private void readMeta(Element element) {
        String name = firstOf(element.attr("property"), element.attr("name"), element.attr("http-equiv"));
        String content = element.attr("content");
        if (name.isEmpty() || content.isBlank()) {
            return;
        }
        String key = name.toLowerCase(Locale.ROOT);
        if (key.equals("article:tag")) {
            tags.add(content);
        }
        meta.putIfAbsent(key, content);
    }

    private void readScript(Element element) {
        if (element.attr("type").strip().toLowerCase(Locale.ROOT).startsWith("application/ld+json")) {
            for (Node child : element.childNodes()) {
                if (child instanceof DataNode data) {
                    scripts.add(data.getWholeData());
                }
            }
        }
    }

    private void readLink(Element element) {
        if (canonicalHref.isEmpty()
                && List.of(element.attr("rel").toLowerCase(Locale.ROOT).split("\\s+"))
                        .contains("canonical")) {
            canonicalHref = element.attr("href");
        }
    }

    String meta(String name) {
        return meta.getOrDefault(name, "");
    }

    /** The title of the article, or an empty string. */
    String title() {
        return new PageTitle(plain(meta("og:site_name")), host)
                .select(plain(meta("og:title")), plain(jsonLd.headline), headings, TextCleaner.line(document.title()));
    }

    /** All titles and headings of the page. */
    List<String> titles() {
        List<String> titles = new ArrayList<>(headings);
        titles.add(document.title());
        titles.add(title());
        return titles;
    }

    PageDetails details() {
        String author = firstOf(
                plain(String.join(", ", jsonLd.authors)),
                name("author"),
                name("article:author"),
                name("parsely-author"));
        String section = firstOf(plain(jsonLd.section), plain(meta("article:section")), plain(meta("parsely-section")));
        return new PageDetails(
                limited(BY.matcher(author).replaceAll("$1")),
                image(meta("og:image"), meta("og:image:url"), jsonLd.image, meta("twitter:image")),
                limited(section),
                jsonLd.isFree == null ? paywallMeta() : Boolean.valueOf(!jsonLd.isFree));
    }

    /** Some sites use the URL of a profile instead of a name. */
    private String name(String meta) {
        String text = plain(meta(meta));
        return text.startsWith("http://") || text.startsWith("https://") ? "" : text;
    }

    private @Nullable Boolean paywallMeta() {
        return switch (firstOf(meta("article:content_tier"), meta("content_tier"))
                .toLowerCase(Locale.ROOT)) {
            case "free" -> false;
            case "locked", "metered", "paid", "premium" -> true;
            default -> null;
        };
    }

    private static @Nullable String limited(String text) {
        return text.isEmpty() ? null : TextCleaner.cutAtWord(text, MAX_DETAIL_LENGTH);
    }

    /** The first one that is the URL of a file. */
    private @Nullable String image(String... references) {
        for (String reference : references) {
            @Nullable String url = imageUrl(reference);
            if (url != null) {
                return url;
            }
        }
        return null;
    }

    private @Nullable String imageUrl(String reference) {
        if (reference.isBlank() || reference.length() > MAX_URL_LENGTH) {
            return null;
        }
        String url = StringUtil.resolve(document.baseUri(), reference.strip());
        return url.startsWith("http://") || url.startsWith("https://") ? url : null;
    }

    PageKind kind() {
        return jsonLd.isArticle
                ? PageKind.ARTICLE
                : meta("og:type").equalsIgnoreCase("article") ? PageKind.OPEN_GRAPH_ARTICLE : PageKind.OTHER;
    }

    /** The declared language, or an empty string. */
    String language() {
        String html = document.childrenSize() == 0 ? "" : document.child(0).attr("lang");
        String xml = document.childrenSize() == 0 ? "" : document.child(0).attr("xml:lang");
        return firstOf(html, xml, meta("content-language"), meta("og:locale"), meta("language"))
                .strip();
    }

    String description() {
        return firstOf(plain(meta("og:description")), plain(meta("description")), plain(jsonLd.description));
    }

    private static String plain(String text) {
        return text.isEmpty() ? "" : MarkupText.toLine(text);
    }

    static String firstOf(String... values) {
        for (String value : values) {
            if (!value.isBlank()) {
                return value;
            }
        }
        return "";
    }

    List<String> keywords() {
        Map<String, String> unique = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(tags);
        all.addAll(jsonLd.keywords);
        for (String name : new String[] {"news_keywords", "keywords", "category", "article:section"}) {
            all.addAll(Keywords.split(meta(name)));
        }
        for (String raw : all) {
            String keyword = plain(raw);
            boolean internal = keyword.startsWith("@");
            if (!keyword.isEmpty() && !internal && unique.size() < MAX_KEYWORDS) {
                unique.putIfAbsent(keyword.toLowerCase(Locale.ROOT), keyword);
            }
        }
        return List.copyOf(unique.values());
    }

    /** Null if the page has no valid canonical URL, see {@link CanonicalLink}. */
    @Nullable
    URI canonical(URI pageUrl) {
        for (String href : new LinkedHashSet<>(List.of(canonicalHref, meta("og:url")))) {
            @Nullable URI canonical = CanonicalLink.of(href.strip(), pageUrl);
            if (canonical != null) {
                return canonical;
            }
        }
        return null;
    }
}
