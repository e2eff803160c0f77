package io.pulsefeed.article.extract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The schema.org metadata (JSON-LD) of an article in a page. Missing fields are empty. */
final class JsonLd {

    private static final int MAX_AUTHORS = 10;

    String headline = "";
    String description = "";
    String body = "";
    String published = "";
    String modified = "";
    String section = "";
    String image = "";
    final Set<String> authors = new LinkedHashSet<>();

    @Nullable
    Boolean isFree;

    boolean isArticle;
    /** Of the page that contains the article, for pages without an article. */
    private String pagePublished = "";

    final List<String> keywords = new ArrayList<>();

    private final Map<String, JsonNode> nodesById;

    /** @param nodesById the nodes that others refer to */
    JsonLd(Map<String, JsonNode> nodesById) {
        this.nodesById = nodesById;
    }

    String published() {
        return published.isEmpty() ? pagePublished : published;
    }

    void readPage(JsonNode page) {
        pagePublished = date(page.path("datePublished"));
    }

    /** Adds the fields of {@code article} that are still empty. */
    void read(JsonNode article) {
        isArticle = true;
        headline = headline.isEmpty() ? text(article.path("headline")) : headline;
        description = description.isEmpty() ? text(article.path("description")) : description;
        body = body.isEmpty() ? text(article.path("articleBody")) : body;
        published = published.isEmpty() ? date(article.path("datePublished")) : published;
        modified = modified.isEmpty() ? date(article.path("dateModified")) : modified;
        section = section.isEmpty() ? text(article.path("articleSection")) : section;
        image = image.isEmpty() ? url(article.path("image")) : image;
        addAuthors(article.path("author"));
        isFree = isFree == null ? free(article) : isFree;
        addKeywords(article.path("keywords"));
        addKeywords(article.path("articleSection"));
    }

    /** False as well if a part of the article is not free. */
    private static @Nullable Boolean free(JsonNode article) {
        @Nullable Boolean whole = flag(article.path("isAccessibleForFree"));
        JsonNode parts = article.path("hasPart");
        if (whole == null) {
            for (JsonNode part : parts.isArray() ? parts : List.of(parts)) {
                whole = Boolean.FALSE.equals(flag(part.path("isAccessibleForFree"))) ? Boolean.FALSE : whole;
            }
        }
        return whole;
    }

    /** Some sites write {@code "False"} or {@code "https://schema.org/False"}. */
    private static @Nullable Boolean flag(JsonNode value) {
        String text = value.isArray() ? text(value) : value.asText().strip();
        return switch (text.substring(text.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "false", "no", "0" -> false;
            default -> value.isNull() ? null : Boolean.TRUE;
        };
    }

    private void addAuthors(JsonNode value) {
        if (value.isArray()) {
            value.forEach(this::addAuthors);
        }
        String name = value.isTextual() ? value.asText() : text(resolved(value).path("name"));
        boolean isUrl = name.startsWith("http://") || name.startsWith("https://");
        if (!name.isBlank() && !isUrl && authors.size() < MAX_AUTHORS) {
            authors.add(name.strip());
        }
    }

    private String url(JsonNode value) {
        JsonNode one = resolved(value.isArray() && !value.isEmpty() ? value.get(0) : value);
        String address = one.isTextual() ? one.asText() : text(one.path("url"));
        return address.isEmpty() ? text(one.path("contentUrl")) : address;
    }

    /** The node that {@code {"@id": ..}} refers to. */
    private JsonNode resolved(JsonNode value) {
        String id = value.size() == 1 ? text(value.path("@id")) : "";
        return id.isEmpty() ? value : nodesById.getOrDefault(id, value);
    }

    static String text(JsonNode value) {
        JsonNode one = value.isArray() && !value.isEmpty() ? value.get(0) : value;
        JsonNode literal = one.isObject() ? one.path("@value") : one;
        return literal.isTextual() ? literal.asText() : "";
    }

    private static String date(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : text(value);
    }

    private void addKeywords(JsonNode value) {
        if (value.isArray()) {
            value.forEach(this::addKeywords);
        }
        keywords.addAll(Keywords.split(value.isObject() ? text(value.path("name")) : value.textValue()));
    }
}
