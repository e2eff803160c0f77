package io.pulsefeed.article.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Finds the text of an article in the JSON state of a page that a script renders, such as {@code __NEXT_DATA__}. */
final class EmbeddedText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SCRIPT_LENGTH = 1 << 21;
    private static final int MAX_NODES = 50_000;
    private static final int MIN_LENGTH = 200;

    private EmbeddedText() {}

    /** The longest string with paragraphs of text, as one line per paragraph, or an empty string. */
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
        }
        return best;
    }
}
