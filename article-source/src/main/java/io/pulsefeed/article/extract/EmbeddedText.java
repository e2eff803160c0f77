package io.pulsefeed.article.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Finds the text of an article in the JSON state of a page that a script renders, such as {@code __NEXT_DATA__}. */
final class EmbeddedText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SCRIPT_LENGTH = 1 << 21;
    private static final int MAX_NODES = 50_000;
    private static final int MIN_LENGTH = 200;
    private static final int MIN_BLOCKS = 2;
    private static final int MAX_DEPTH = 6;

    private static final Set<String> BLOCK_TYPES =
            Set.of("paragraph", "text", "block", "p", "heading", "header", "html", "richtext", "core/paragraph");

    private static final List<String> TEXT_FIELDS =
            List.of("text", "content", "children", "html", "value", "data", "body");

    private EmbeddedText() {}

    /**
     * The longest string with paragraphs of text, or the longest list of paragraphs, as one line per paragraph, or an empty string.
     *
     * <pre>
     *     "body": "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"
     *     "body": [{"type": "paragraph", "text": "One."}, {"_type": "block", "children": [{"_type": "span", "text": "Two."}]}]
     * </pre>
     */
    static String of(Document document) {
        String longest = "";
        for (Element script : document.select("script[type=application/json]")) {
            String data = script.data();
            if (data.length() > MAX_SCRIPT_LENGTH) {
                continue;
            }
            try {
                longest = longest(JSON.readTree(data), longest);
            } catch (JsonProcessingException | RuntimeException invalid) {
                // Ignored: the page has other sources.
                continue;
            }
        }
        String text = longest.isEmpty() ? "" : MarkupText.toLines(longest);
        return text.length() < MIN_LENGTH ? "" : text;
    }

    private static String longest(JsonNode root, String longest) {
        String best = longest;
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(root);
        for (int seen = 0; !open.isEmpty() && seen < MAX_NODES; seen++) {
            JsonNode node = open.poll();
            node.forEach(open::add);
            String text = node.isTextual() ? node.asText() : "";
            if (text.length() > best.length() && text.contains("<p")) {
                best = text;
            }
            String blocks = node.isArray() ? paragraphs(node) : "";
            best = blocks.length() > best.length() ? blocks : best;
        }
        return best;
    }

    /** Markup of a list whose elements are mostly declared as blocks of text: others are lists of comments or of teasers. */
    private static String paragraphs(JsonNode list) {
        StringBuilder markup = new StringBuilder();
        int blocks = 0;
        for (JsonNode element : list) {
            String type = element.path("type")
                    .asText(element.path("_type").asText(""))
                    .toLowerCase(Locale.ROOT);
            if (BLOCK_TYPES.contains(type)) {
                blocks++;
                markup.append("<p>").append(text(element, 0)).append("</p>");
            }
        }
        return blocks >= MIN_BLOCKS && blocks * 2 >= list.size() ? markup.toString() : "";
    }

    /** The first of the fields that blocks have, with the text of inline elements. */
    private static String text(JsonNode node, int depth) {
        if (node.isTextual() || depth > MAX_DEPTH) {
            return node.asText("");
        }
        StringBuilder text = new StringBuilder();
        if (node.isArray()) {
            node.forEach(element -> text.append(text(element, depth + 1)));
        }
        for (String field : TEXT_FIELDS) {
            if (text.isEmpty() && node.has(field)) {
                text.append(text(node.get(field), depth + 1));
            }
        }
        return text.toString();
    }
}
