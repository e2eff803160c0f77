package io.pulsefeed.article.date;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Tells the article of a page from what surrounds it: navigation, sidebars, footers, comments, and lists of other articles. */
final class PageRegions {

    private static final double MIN_SHARE = 0.4;
    private static final int MIN_LENGTH = 400;

    private final ElementNames names;
    private final int textLength;
    private final Map<Element, Boolean> known = new IdentityHashMap<>();

    PageRegions(Document document, ElementNames names) {
        this.names = names;
        this.textLength = PageText.length(document, Integer.MAX_VALUE);
    }

    /** True if {@code element} or an element around it is not part of the article. */
    boolean isOutside(Element element) {
        for (Element at = element; at != null; at = at.parent()) {
            @Nullable Boolean cached = known.get(at);
            boolean outside = cached == null ? isBoundary(at) : cached;
            known.put(at, outside);
            if (outside) {
                return true;
            }
        }
        return false;
    }

    private boolean isBoundary(Element element) {
        return switch (element.normalName()) {
            case "nav", "footer", "aside" -> true;
            case "html", "body", "main", "article", "head", "h1", "time" -> false;
            default -> names.of(element).outside() && !isMostOfPage(element);
        };
    }

    /** Some sites use a name such as "widget" for the box of the article. */
    private boolean isMostOfPage(Element element) {
        int limit = Math.max(MIN_LENGTH, (int) (textLength * MIN_SHARE));
        return PageText.length(element, limit) >= limit || element.selectFirst("h1") != null;
    }
}
