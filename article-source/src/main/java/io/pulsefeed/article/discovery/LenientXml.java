package io.pulsefeed.article.discovery;

import io.pulsefeed.article.extract.TagNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/** Parses XML that is not well-formed: unescaped ampersands, HTML entities, undeclared prefixes, missing end tags. */
final class LenientXml {

    private LenientXml() {}

    /** @return false if the handler stopped before the end of the document */
    static boolean read(String text, XmlEventHandler handler) {
        Document document = Parser.xmlParser().parseInput(TagNames.limit(text), "");
        Visitor visitor = new Visitor(handler);
        document.filter(visitor);
        return !visitor.stopped;
    }

    private static final class Visitor implements NodeFilter {

        private final XmlEventHandler handler;
        private final Deque<Map<String, String>> scopes = new ArrayDeque<>();
        private boolean stopped;

        Visitor(XmlEventHandler handler) {
            this.handler = handler;
            scopes.push(Map.of());
        }

        @Override
        public FilterResult head(Node node, int depth) {
            boolean isContinued = true;
            if (node instanceof TextNode text) {
                isContinued = handler.text(text.getWholeText());
            } else if (node instanceof Element element && !(node instanceof Document)) {
                isContinued = start(element);
            }
            return result(isContinued);
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element && !(node instanceof Document)) {
                scopes.pop();
                return result(handler.end());
            }
            return FilterResult.CONTINUE;
        }

        private FilterResult result(boolean isContinued) {
            stopped |= !isContinued;
            return isContinued ? FilterResult.CONTINUE : FilterResult.STOP;
        }

        private boolean start(Element element) {
            Map<String, String> attributes = new HashMap<>();
            Map<String, String> scope = scopes.peek();
            for (Attribute attribute : element.attributes()) {
                String name = attribute.getKey().toLowerCase(Locale.ROOT);
                attributes.put(name, attribute.getValue());
                if (name.equals("xmlns") || name.startsWith("xmlns:")) {
                    Map<String, String> inner = new HashMap<>(scope);
                    inner.put(name.equals("xmlns") ? "" : name.substring(6), attribute.getValue());
                    scope = inner;
                }
            }
            scopes.push(scope);
            String tag = element.tagName();
            int colon = tag.indexOf(':');
            String prefix = colon < 0 ? "" : tag.substring(0, colon).toLowerCase(Locale.ROOT);
            return handler.start(Namespaces.name(scope.get(prefix), prefix, tag.substring(colon + 1)), attributes);
        }
    }
}
