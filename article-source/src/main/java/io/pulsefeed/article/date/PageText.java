package io.pulsefeed.article.date;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** The text of elements, bounded. */
final class PageText {

    private PageText() {}

    /** The first {@code max} characters of the text of {@code element}. */
    static String of(Element element, int max) {
        StringBuilder text = new StringBuilder();
        element.filter((node, depth) -> {
            if (node instanceof TextNode part) {
                text.append(part.getWholeText(), 0, Math.min(part.getWholeText().length(), max));
            } else if (node instanceof Element && text.length() > 0) {
                text.append(' ');
            }
            return text.length() > max ? NodeFilter.FilterResult.STOP : NodeFilter.FilterResult.CONTINUE;
        });
        return text.substring(0, Math.min(text.length(), max)).strip();
    }

    /** The length of the text of {@code element}, at most about {@code max}. */
    static int length(Element element, int max) {
        int[] length = new int[1];
        element.filter((node, depth) -> {
            length[0] += node instanceof TextNode text ? text.getWholeText().length() : 0;
            return length[0] >= max ? NodeFilter.FilterResult.STOP : NodeFilter.FilterResult.CONTINUE;
        });
        return length[0];
    }

    /** The text directly before {@code node}, in the same element or before its parent. */
    static String before(Node node, int max) {
        for (@Nullable Node at = node; at != null; at = at.parent()) {
            for (@Nullable Node previous = at.previousSibling();
                    previous != null;
                    previous = previous.previousSibling()) {
                String text = previous instanceof TextNode part
                        ? part.getWholeText().strip()
                        : previous instanceof Element element ? of(element, max) : "";
                if (!text.isEmpty()) {
                    return text.substring(Math.max(0, text.length() - max));
                }
            }
            if (at != node) {
                break;
            }
        }
        return "";
    }

    static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
