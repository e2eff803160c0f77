package io.pulsefeed.article.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The schema.org metadata (JSON-LD) of an article in a page. Missing fields are empty. */
final class JsonLd {

    private static final int MAX_SCRIPT_LENGTH = 1 << 20;
    private static final int MAX_NODES = 5_000;
    private static final int MAX_AUTHORS = 10;

    /** Lenient: publishers write unescaped line breaks, comments and trailing commas. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

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

    /** Reads one script. Invalid JSON is ignored. */
    void add(String script) {
        if (script.length() > MAX_SCRIPT_LENGTH) {
            return;
        }
        try {
            JsonNode root = JSON.readTree(unwrap(script));
            if (root != null) {
                walk(root);
            }
        } catch (JsonProcessingException | RuntimeException invalid) {
            // Ignored: the page has other sources.
            return;
        }
    }

    private static String unwrap(String script) {
        String text = script.strip();
        for (String wrapper : new String[] {"<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["}) {
            if (text.startsWith(wrapper)) {
                text = text.substring(wrapper.length()).strip();
            }
        }
        int end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
        boolean wrapped =
                end > 0 && (text.endsWith("-->") || text.endsWith("]]>") || text.endsWith("*/") || text.endsWith(";"));
        if (wrapped) {
            String tail =
                    text.endsWith("]]>") || text.endsWith("*/") ? text.substring(0, text.lastIndexOf("]]>")) : text;
            end = Math.max(tail.lastIndexOf('}'), tail.lastIndexOf(']'));
            return tail.substring(0, end + 1);
        }
        return text;
    }

    private void walk(JsonNode root) {
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(root);
        for (int seen = 0; !open.isEmpty() && seen < MAX_NODES; seen++) {
            JsonNode node = open.poll();
            if (node.isArray()) {
                node.forEach(open::add);
            } else if (node.isObject()) {
                if (isArticle(node.path("@type"))) {
                    read(node);
                    isArticle = true;
                } else if (isPage(node.path("@type"))) {
                    pagePublished = pagePublished.isEmpty() ? text(node.path("datePublished")) : pagePublished;
                }
                for (String holder : new String[] {"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"}) {
                    open.add(node.path(holder));
                }
            }
        }
    }

    String published() {
        return published.isEmpty() ? pagePublished : published;
    }

    private static boolean isPage(JsonNode type) {
        return type.asText().endsWith("WebPage")
                || type.asText().endsWith("VideoObject")
                || type.isArray() && type.toString().contains("WebPage");
    }

    private static boolean isArticle(JsonNode type) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (one.isTextual() && isArticle(one)) {
                    return true;
                }
            }
            return false;
        }
        String name = type.asText();
        return name.endsWith("Article") || name.endsWith("Posting") || name.equals("Report") || name.equals("Review");
    }

    private void read(JsonNode article) {
        headline = headline.isEmpty() ? text(article.path("headline")) : headline;
        description = description.isEmpty() ? text(article.path("description")) : description;
        body = body.isEmpty() ? text(article.path("articleBody")) : body;
        published = published.isEmpty() ? text(article.path("datePublished")) : published;
        modified = modified.isEmpty() ? text(article.path("dateModified")) : modified;
        section = section.isEmpty() ? text(article.path("articleSection")) : section;
        image = image.isEmpty() ? url(article.path("image")) : image;
        addAuthors(article.path("author"));
        JsonNode free = article.path("isAccessibleForFree");
        if (isFree == null && !free.isMissingNode() && !free.isNull()) {
            isFree = !free.asText().equalsIgnoreCase("false");
        }
        addKeywords(article.path("keywords"));
        addKeywords(article.path("articleSection"));
    }

    private void addAuthors(JsonNode value) {
        if (value.isArray()) {
            value.forEach(this::addAuthors);
        }
        String name = value.isTextual() ? value.asText() : text(value.path("name"));
        boolean isUrl = name.startsWith("http://") || name.startsWith("https://");
        if (!name.isBlank() && !isUrl && authors.size() < MAX_AUTHORS) {
            authors.add(name.strip());
        }
    }

    private static String url(JsonNode value) {
        JsonNode one = value.isArray() && !value.isEmpty() ? value.get(0) : value;
        return one.isTextual() ? one.asText() : text(one.path("url"));
    }

    private static String text(JsonNode value) {
        JsonNode one = value.isArray() && !value.isEmpty() ? value.get(0) : value;
        return one.isTextual() ? one.asText() : "";
    }

    private void addKeywords(JsonNode value) {
        if (value.isTextual()) {
            keywords.addAll(List.of(value.asText().split(",")));
        } else if (value.isArray()) {
            for (JsonNode one : value) {
                if (one.isTextual()) {
                    keywords.addAll(List.of(one.asText().split(",")));
                }
            }
        }
    }
}
