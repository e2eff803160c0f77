package io.pulsefeed.article.discovery;

import io.pulsefeed.article.extract.Keywords;
import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps the elements of RSS, Atom and sitemap entries to the fields of an {@link EntryBuilder}. Higher ranks win. */
final class EntryFields {

    private EntryFields() {}

    /** @param markup true if the element contained elements, so that {@code text} is already HTML */
    static void add(
            EntryBuilder entry, String name, Map<String, String> attributes, String text, boolean markup, URI base) {
        switch (name) {
            case "link", "atom:link" -> link(entry, name, attributes, text, base);
            case "feedburner:origlink" -> entry.link(6, base, text);
            case "loc" -> entry.link(5, base, text);
            case "guid" -> guid(entry, attributes, text, base);
            case "atom:id", "id" -> id(entry, text, base);
            case "title" -> entry.title(3, PlainText.ofHtml(text));
            case "atom:title" -> entry.title(4, atomTitle(attributes, text, markup));
            case "news:title" -> entry.title(3, PlainText.ofHtml(text));
            case "dc:title", "media:title", "itunes:title" -> entry.title(1, PlainText.ofHtml(text));
            case "description" -> entry.summary(2, text);
            case "summary", "atom:summary" -> entry.summary(3, atomHtml(attributes, text, markup));
            case "dc:description", "itunes:summary", "media:description" -> entry.summary(1, text);
            case "content:encoded" -> entry.content(3, text);
            case "atom:content", "content" -> content(entry, attributes, text, markup);
            case "xhtml:body", "body", "fullitem", "xhtml:div" -> entry.content(2, text);
            case "category", "dc:subject" -> category(entry, attributes, text);
            case "atom:category" -> entry.categories(attributes);
            case "language", "dc:language", "news:language" -> entry.language(text);
            case "news:keywords", "media:keywords" -> keywords(entry, text);
            default -> date(entry, name, text);
        }
    }

    private static void date(EntryBuilder entry, String name, String text) {
        switch (name) {
            case "atom:published", "published", "news:publication_date" -> entry.published(5, text);
            case "pubdate", "atom:issued", "issued" -> entry.published(4, text);
            case "dc:date" -> entry.published(3, text);
            case "dcterms:issued" -> entry.published(2, text);
            case "dcterms:created", "atom:created", "created" -> entry.published(1, text);
            case "atom:updated", "updated" -> entry.updated(3, text);
            case "atom:modified", "modified", "dcterms:modified", "lastmod" -> entry.updated(2, text);
            default -> {
                // Other elements are not used.
            }
        }
    }

    /** Only a link with {@code rel="alternate"} or without {@code rel} is the article; enclosures and "self" are not. */
    private static void link(EntryBuilder entry, String name, Map<String, String> attributes, String text, URI base) {
        String relation = attributes.getOrDefault("rel", "alternate").toLowerCase(Locale.ROOT);
        if (!relation.equals("alternate") && !relation.equals("http://www.iana.org/assignments/relation/alternate")) {
            return;
        }
        String href = attributes.get("href");
        if (href == null) {
            entry.link(5, base, text);
        } else {
            String type = attributes.getOrDefault("type", "text/html");
            entry.link(name.equals("link") || type.contains("html") ? 4 : 3, base, href);
        }
    }

    /** An id that is a URL is the link of an entry without one. */
    private static void id(EntryBuilder entry, String text, URI base) {
        entry.guid(3, absolute(text, base));
        if (isHttp(text)) {
            entry.link(1, base, text);
        }
    }

    private static boolean isHttp(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    private static void guid(EntryBuilder entry, Map<String, String> attributes, String text, URI base) {
        entry.guid(3, absolute(text, base));
        boolean permanent = !"false"
                .equalsIgnoreCase(attributes.getOrDefault("ispermalink", "true").strip());
        if (permanent && isHttp(text)) {
            entry.link(2, base, text);
        }
    }

    /** Resolves an id that is a path, so that relative and absolute forms of the same id are equal. */
    private static String absolute(String id, URI base) {
        String text = id.strip();
        return text.startsWith("/")
                ? Urls.resolve(base, text).map(URI::toString).orElse(text)
                : text;
    }

    private static void content(EntryBuilder entry, Map<String, String> attributes, String text, boolean markup) {
        // With a "src" attribute, the content is not inline; other types (images, XML) are not text.
        String type = attributes.getOrDefault("type", "text").toLowerCase(Locale.ROOT);
        boolean isTextType = !type.contains("/") || type.startsWith("text/") || type.contains("html");
        if (!attributes.containsKey("src") && (isTextType || isBase64(attributes))) {
            String html = atomHtml(attributes, text, markup);
            if (isTextType || isText(html)) {
                entry.content(4, html);
            }
        }
    }

    /** Detects binary data by NUL and by replacement characters of invalid UTF-8. */
    private static boolean isText(String decoded) {
        return decoded.indexOf(0) < 0 && decoded.indexOf('\uFFFD') < 0;
    }

    private static void category(EntryBuilder entry, Map<String, String> attributes, String text) {
        if (attributes.containsKey("term")) {
            entry.categories(attributes);
        } else {
            entry.category(PlainText.ofHtml(text));
        }
    }

    private static void keywords(EntryBuilder entry, String text) {
        Keywords.split(text).forEach(entry::category);
    }

    private static @Nullable String atomTitle(Map<String, String> attributes, String text, boolean markup) {
        String decoded = decoded(attributes, text);
        return isHtml(attributes) || markup ? PlainText.ofMarkup(decoded) : PlainText.ofText(decoded);
    }

    private static String atomHtml(Map<String, String> attributes, String text, boolean markup) {
        String decoded = decoded(attributes, text);
        return isHtml(attributes) || markup ? decoded : PlainText.escape(decoded);
    }

    /** The type is "html" in Atom 1.0 and a media type in Atom 0.3. */
    private static boolean isHtml(Map<String, String> attributes) {
        String type = attributes.getOrDefault("type", "text").toLowerCase(Locale.ROOT);
        return type.contains("html") || isBase64(attributes);
    }

    private static boolean isBase64(Map<String, String> attributes) {
        return "base64".equalsIgnoreCase(attributes.get("mode"))
                || "application/octet-stream".equalsIgnoreCase(attributes.get("type"));
    }

    /** Base64 is marked by the mode in Atom 0.3 and by the type in Atom 1.0 (RFC 4287, section 4.1.3.3). */
    private static String decoded(Map<String, String> attributes, String text) {
        if (!isBase64(attributes)) {
            return text;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
