package io.pulsefeed.article.extract;

import java.time.Instant;

/**
 * What the feed said about an article; any part may be null.
 *
 * @param title plain text, entities already decoded
 * @param summaryHtml RSS {@code description} or Atom {@code summary}, may hold markup
 * @param contentHtml RSS {@code content:encoded} or Atom {@code content}, may hold markup
 */
public record FeedHints(String title, String summaryHtml, String contentHtml, Instant published, Instant updated) {
    public static final FeedHints NONE = new FeedHints(null, null, null, null, null);
}
