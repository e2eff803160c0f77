package io.pulsefeed.article.extract;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jsoup.select.QueryParser;
import org.jspecify.annotations.Nullable;

/**
 * Extraction rules of a site. Selectors use the CSS syntax of jsoup; null means automatic detection.
 *
 * @param contentSelector the elements that contain the body
 * @param removeSelectors elements that are removed before extraction
 * @param titleSelector the element that contains the title
 * @param dateSelector the element that contains the date, as {@code datetime} or {@code content} attribute or as text
 * @param zone default for dates without a zone
 * @param maxChars maximum length of the body in UTF-16 code units; 0 for no body
 */
public record ExtractRules(
        @Nullable String contentSelector,
        List<String> removeSelectors,
        @Nullable String titleSelector,
        @Nullable String dateSelector,
        ZoneId zone,
        int maxChars) {
    public static final ExtractRules DEFAULTS = new ExtractRules(null, List.of(), null, null, ZoneOffset.UTC, 100_000);

    public ExtractRules {
        removeSelectors = List.copyOf(removeSelectors);
    }

    /**
     * Validates a selector.
     *
     * @throws IllegalArgumentException if {@code selector} is not valid; the message contains the position
     */
    public static void requireSelector(String selector) {
        try {
            QueryParser.parse(selector);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
