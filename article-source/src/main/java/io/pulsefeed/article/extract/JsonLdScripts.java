package io.pulsefeed.article.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The JSON-LD scripts of a page. They can describe other articles as well: related ones, or the entries of a list. */
final class JsonLdScripts {

    private static final int MAX_SCRIPT_LENGTH = 1 << 20;
    private static final int MAX_NODES = 5_000;
    private static final String[] HOLDERS = {"@graph", "mainEntity", "mainEntityOfPage"};
    private static final String LIST = "itemListElement";

    /** Lenient: publishers write unescaped line breaks, comments and trailing commas. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private final List<JsonNode> articles = new ArrayList<>();
    private final List<JsonNode> listed = new ArrayList<>();
    /** Other nodes refer to these, for example to authors. */
    private final Map<String, JsonNode> nodesById = new HashMap<>();

    private @Nullable JsonNode page;

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

    private record Open(JsonNode node, boolean isListed) {}

    private void walk(JsonNode root) {
        Deque<Open> open = new ArrayDeque<>();
        open.add(new Open(root, false));
        for (int seen = 0; !open.isEmpty() && seen < MAX_NODES; seen++) {
            Open next = open.poll();
            JsonNode node = next.node();
            if (node.isArray()) {
                node.forEach(one -> open.add(new Open(one, next.isListed())));
            } else if (node.isObject()) {
                read(node, next.isListed());
                for (String holder : HOLDERS) {
                    open.add(new Open(node.path(holder), next.isListed()));
                }
                open.add(new Open(node.path(LIST), true));
            }
        }
    }

    private void read(JsonNode node, boolean isListed) {
        JsonNode type = node.path("@type");
        if (isArticle(type)) {
            (isListed ? listed : articles).add(node);
        } else if (isPage(type) && page == null && node.hasNonNull("datePublished")) {
            page = node;
        }
        JsonNode id = node.path("@id");
        if (id.isTextual() && node.size() > 1) {
            nodesById.putIfAbsent(id.textValue(), node);
        }
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

    /**
     * The article of the page: the one with its URL, or else with one of its titles, or else the first one. Other nodes with the same
     * headline, or without one, add the fields that it does not have.
     */
    JsonLd article(Predicate<String> isUrl, Predicate<String> isTitle) {
        JsonLd result = new JsonLd(nodesById);
        @Nullable JsonNode main = first(articles, node -> hasUrl(node, isUrl));
        main = main == null ? first(articles, node -> hasTitle(node, isTitle)) : main;
        main = main == null ? first(listed, node -> hasUrl(node, isUrl) || hasTitle(node, isTitle)) : main;
        main = main == null ? first(articles, node -> true) : main;
        if (main != null) {
            result.read(main);
            for (JsonNode other : articles) {
                String headline = JsonLd.text(other.path("headline"));
                if (other != main && (headline.isEmpty() || headline.equals(result.headline))) {
                    result.read(other);
                }
            }
        }
        if (page != null) {
            result.readPage(page);
        }
        return result;
    }

    private static @Nullable JsonNode first(List<JsonNode> nodes, Predicate<JsonNode> condition) {
        return nodes.stream().filter(condition).findFirst().orElse(null);
    }

    private static boolean hasUrl(JsonNode node, Predicate<String> isUrl) {
        JsonNode entity = node.path("mainEntityOfPage");
        return isUrl.test(JsonLd.text(node.path("url")))
                || isUrl.test(JsonLd.text(entity))
                || isUrl.test(JsonLd.text(entity.path("@id")));
    }

    private static boolean hasTitle(JsonNode node, Predicate<String> isTitle) {
        return isTitle.test(JsonLd.text(node.path("headline")));
    }
}
