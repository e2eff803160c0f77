package io.pulsefeed.article.discovery;

import io.pulsefeed.article.fetch.Urls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** What each element of an entry means. Higher ranks win over lower ones. */
final class EntryFields {

    private EntryFields() {}

    /** @param markup true when the element had elements inside, so that {@code text} is HTML already */
    static void take(Draft draft, String name, Map<String, String> attributes, String text, boolean markup, URI base) {
        switch (name) {
            case "link", "atom:link" -> link(draft, name, attributes, text, base);
            case "feedburner:origlink" -> draft.link(6, base, text);
            case "loc" -> draft.link(5, base, text);
            case "guid" -> guid(draft, attributes, text, base);
            case "atom:id", "id" -> draft.guid(3, absolute(text, base));
            case "title" -> draft.title(3, PlainText.ofHtml(text));
            case "atom:title" -> draft.title(4, atomTitle(attributes, text, markup));
            case "news:title" -> draft.title(3, PlainText.ofHtml(text));
            case "dc:title", "media:title", "itunes:title" -> draft.title(1, PlainText.ofHtml(text));
            case "description" -> draft.summary(2, text);
            case "summary", "atom:summary" -> draft.summary(3, atomHtml(attributes, text, markup));
            case "dc:description", "itunes:summary", "media:description" -> draft.summary(1, text);
            case "content:encoded" -> draft.content(3, text);
            case "atom:content", "content" -> content(draft, attributes, text, markup);
            case "xhtml:body", "body", "fullitem", "xhtml:div" -> draft.content(2, text);
            case "category", "dc:subject" -> category(draft, attributes, text);
            case "atom:category" -> draft.categories(attributes);
            case "news:keywords", "media:keywords" -> keywords(draft, text);
            default -> date(draft, name, text);
        }
    }

    private static void date(Draft draft, String name, String text) {
        switch (name) {
            case "atom:published", "published", "news:publication_date" -> draft.published(5, text);
            case "pubdate", "atom:issued", "issued" -> draft.published(4, text);
            case "dc:date" -> draft.published(3, text);
            case "dcterms:issued" -> draft.published(2, text);
            case "dcterms:created", "atom:created", "created" -> draft.published(1, text);
            case "atom:updated", "updated" -> draft.updated(3, text);
            case "atom:modified", "modified", "dcterms:modified", "lastmod" -> draft.updated(2, text);
            default -> {
                // Lists hold many more elements; none of them is needed for a record.
            }
        }
    }

    /** Only {@code alternate}, or no relation, is the article: an enclosure is its sound, "self" the feed. */
    private static void link(Draft draft, String name, Map<String, String> attributes, String text, URI base) {
        String relation = attributes.getOrDefault("rel", "alternate").toLowerCase(Locale.ROOT);
        if (!relation.equals("alternate") && !relation.equals("http://www.iana.org/assignments/relation/alternate")) {
            return;
        }
        String href = attributes.get("href");
        if (href == null) {
            draft.link(5, base, text);
        } else {
            String type = attributes.getOrDefault("type", "text/html");
            draft.link(name.equals("link") || type.contains("html") ? 4 : 3, base, href);
        }
    }

    private static void guid(Draft draft, Map<String, String> attributes, String text, URI base) {
        draft.guid(3, absolute(text, base));
        boolean permanent = !"false"
                .equalsIgnoreCase(attributes.getOrDefault("ispermalink", "true").strip());
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (permanent && (lower.startsWith("http://") || lower.startsWith("https://"))) {
            draft.link(2, base, text);
        }
    }

    /** An id that is a path stands for an address, and is the same article's whichever way the feed writes it. */
    private static String absolute(String id, URI base) {
        String text = id.strip();
        return text.startsWith("/")
                ? Urls.resolve(base, text).map(URI::toString).orElse(text)
                : text;
    }

    private static void content(Draft draft, Map<String, String> attributes, String text, boolean markup) {
        // With "src" the content is elsewhere; of other types (images, XML) nothing can be read.
        String type = attributes.getOrDefault("type", "text").toLowerCase(Locale.ROOT);
        boolean named = !type.contains("/") || type.startsWith("text/") || type.contains("html");
        if (!attributes.containsKey("src") && (named || isBase64(attributes))) {
            String html = atomHtml(attributes, text, markup);
            if (named || isText(html)) {
                draft.content(4, html);
            }
        }
    }

    /** What was binary before it was decoded shows by its zeros or by what is no UTF-8. */
    private static boolean isText(String decoded) {
        return decoded.indexOf(0) < 0 && decoded.indexOf('\uFFFD') < 0;
    }

    private static void category(Draft draft, Map<String, String> attributes, String text) {
        if (attributes.containsKey("term")) {
            draft.categories(attributes);
        } else {
            draft.category(PlainText.ofHtml(text));
        }
    }

    private static void keywords(Draft draft, String text) {
        for (String keyword : text.split(",", 50)) {
            draft.category(keyword);
        }
    }

    private static String atomTitle(Map<String, String> attributes, String text, boolean markup) {
        String decoded = decoded(attributes, text);
        return isHtml(attributes) || markup ? PlainText.ofMarkup(decoded) : PlainText.ofText(decoded);
    }

    private static String atomHtml(Map<String, String> attributes, String text, boolean markup) {
        String decoded = decoded(attributes, text);
        return isHtml(attributes) || markup ? decoded : PlainText.escape(decoded);
    }

    /** Atom 1.0 writes "html", Atom 0.3 a media type. */
    private static boolean isHtml(Map<String, String> attributes) {
        String type = attributes.getOrDefault("type", "text").toLowerCase(Locale.ROOT);
        return type.contains("html") || isBase64(attributes);
    }

    private static boolean isBase64(Map<String, String> attributes) {
        return "base64".equalsIgnoreCase(attributes.get("mode"))
                || "application/octet-stream".equalsIgnoreCase(attributes.get("type"));
    }

    /** Atom 0.3 says so when a field is in base64; in Atom 1.0 its type does (RFC 4287, 4.1.3.3). */
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
