package io.pulsefeed.article.extract;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jsoup.select.QueryParser;

/**
 * What a site's configuration says about reading its pages. Selectors are CSS as jsoup reads it; null means "find it".
 *
 * @param contentSelector the element (or elements) that hold the body
 * @param removeSelectors elements taken out before anything else is looked at
 * @param titleSelector the element that holds the title
 * @param dateSelector the element that holds the date, as {@code datetime} or {@code content} attribute or as text
 * @param zone applies to dates that name no zone
 * @param maxChars the body is cut after this many UTF-16 units, at a code point's edge; 0 keeps no body
 */
public record ExtractRules(
        String contentSelector,
        List<String> removeSelectors,
        String titleSelector,
        String dateSelector,
        ZoneId zone,
        int maxChars) {
    public static final ExtractRules DEFAULTS = new ExtractRules(null, List.of(), null, null, ZoneOffset.UTC, 100_000);

    public ExtractRules {
        removeSelectors = removeSelectors == null ? List.of() : List.copyOf(removeSelectors);
        zone = zone == null ? ZoneOffset.UTC : zone;
    }

    /**
     * For validating configuration before a page is met.
     *
     * @throws IllegalArgumentException when {@code selector} is no CSS that jsoup reads; the message names the place
     */
    public static void requireSelector(String selector) {
        try {
            QueryParser.parse(selector);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
