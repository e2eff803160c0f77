package io.pulsefeed.article.extract;

import io.pulsefeed.article.date.ParsedDate;
import org.jspecify.annotations.Nullable;

/**
 * Data about an article from its feed. Missing fields are null.
 *
 * @param title plain text with decoded entities
 * @param summaryHtml RSS {@code description} or Atom {@code summary}, may contain markup
 * @param contentHtml RSS {@code content:encoded} or Atom {@code content}, may contain markup
 */
public record FeedHints(
        @Nullable String title,
        @Nullable String summaryHtml,
        @Nullable String contentHtml,
        @Nullable ParsedDate published,
        @Nullable ParsedDate updated) {
    public static final FeedHints NONE = new FeedHints(null, null, null, null, null);
}
