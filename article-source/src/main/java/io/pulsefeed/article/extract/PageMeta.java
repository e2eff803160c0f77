package io.pulsefeed.article.extract;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeFilter;

/** What a page says about itself outside its running text, gathered in one walk. */
final class PageMeta {

    private static final int KEYWORDS_MAX = 50;
    private static final int HEADINGS_MAX = 20;

    final JsonLd jsonLd = new JsonLd();
    /** The first {@code content} of each meta name or property, in lower case. */
    private final Map<String, String> meta = new HashMap<>();

    private final List<String> tags = new ArrayList<>();
    final List<String> headings = new ArrayList<>();
    String canonicalHref = "";
    String markedDate = "";
    String timeTag = "";
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
        NodeFilter walk = (node, depth) -> {
            if (node instanceof Element element) {
                page.read(element);
            }
            return NodeFilter.FilterResult.CONTINUE;
        };
        document.filter(walk);
        return page;
    }

    private void read(Element element) {
        switch (element.normalName()) {
            case "meta" -> readMeta(element);
            case "script" -> readScript(element);
            case "link" -> readLink(element);
            case "h1" -> {
                if (headings.size() < HEADINGS_MAX) {
                    headings.add(TextCleaner.line(element.text()));
                }
            }
            case "time" -> timeTag = timeTag.isEmpty() ? element.attr("datetime") : timeTag;
            default -> {}
        }
        if (markedDate.isEmpty()
                && element.attributesSize() > 0
                && element.attr("itemprop").contains("datePublished")) {
            markedDate = dateOf(element);
        }
    }

    private void readMeta(Element element) {
        String name = element.hasAttr("property") ? element.attr("property") : element.attr("name");
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
                    jsonLd.add(data.getWholeData());
                }
            }
        }
    }

    private void readLink(Element element) {
        if (canonicalHref.isEmpty()
                && element.attr("rel").toLowerCase(Locale.ROOT).equals("canonical")) {
            canonicalHref = element.attr("href");
        }
    }

    /** The machine-readable form of a date if the element has one, else its text. */
    static String dateOf(Element element) {
        for (String attribute : new String[] {"datetime", "content", "data-datetime"}) {
            if (!element.attr(attribute).isBlank()) {
                return element.attr(attribute);
            }
        }
        return element.text();
    }

    String meta(String name) {
        return meta.getOrDefault(name, "");
    }

    /** The page's own name for the article, or "". */
    String title() {
        String heading = headings.isEmpty() ? "" : headings.get(0);
        return firstOf(
                withoutOwnName(plain(meta("og:title"))),
                plain(jsonLd.headline),
                heading,
                withoutSiteName(TextCleaner.line(document.title())));
    }

    String description() {
        return firstOf(plain(meta("og:description")), plain(meta("description")), plain(jsonLd.description));
    }

    private static String plain(String text) {
        return text.isEmpty() ? "" : Markup.toLine(text);
    }

    static String firstOf(String... values) {
        for (String value : values) {
            if (!value.isBlank()) {
                return value;
            }
        }
        return "";
    }

    /** "Headline | Site" and "Headline - Site" lose what stands after the last sign, unless that is most of the title. */
    static String withoutSiteName(String title) {
        int cut = lastSign(title);
        return cut > 0 && cut >= title.length() / 2 ? title.substring(0, cut).strip() : title;
    }

    private static int lastSign(String title) {
        int last = -1;
        for (String sign : new String[] {" | ", " - ", " \u2013 ", " \u2014 ", " :: ", " \u00ab "}) {
            last = Math.max(last, title.lastIndexOf(sign));
        }
        return last;
    }

    /** A title made for sharing loses its last part only when that is known to be the site's name. */
    private String withoutOwnName(String title) {
        int cut = lastSign(title);
        String tail = cut < 0 ? "" : letters(title.substring(cut));
        boolean named = !tail.isEmpty()
                && (tail.equals(letters(meta("og:site_name"))) || letters(host).contains(tail));
        return named && cut > 0 ? title.substring(0, cut).strip() : title;
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        text.chars()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    List<String> keywords() {
        Map<String, String> unique = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(tags);
        all.addAll(jsonLd.keywords);
        for (String name : new String[] {"news_keywords", "keywords", "category", "article:section"}) {
            all.addAll(List.of(meta(name).split("[,;]")));
        }
        for (String raw : all) {
            String keyword = plain(raw);
            boolean internal = keyword.startsWith("@");
            if (!keyword.isEmpty() && !internal && unique.size() < KEYWORDS_MAX) {
                unique.putIfAbsent(keyword.toLowerCase(Locale.ROOT), keyword);
            }
        }
        return List.copyOf(unique.values());
    }

    /** Null unless the page names an address of its own site that can be an article's. */
    URI canonical(URI pageUrl) {
        for (String href : new LinkedHashSet<>(List.of(canonicalHref, meta("og:url")))) {
            URI canonical = Canonical.of(href.strip(), pageUrl);
            if (canonical != null) {
                return canonical;
            }
        }
        return null;
    }
}
