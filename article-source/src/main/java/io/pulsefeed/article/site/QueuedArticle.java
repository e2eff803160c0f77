package io.pulsefeed.article.site;

import io.pulsefeed.article.record.Article;
import java.util.Map;

/**
 * An article on its way from a site thread to the task.
 *
 * @param key of its list entry, for the accounts
 * @param offset the source offset that restores the site's state after this article and all articles queued before it
 */
public record QueuedArticle(Article article, long key, Map<String, ?> offset) {}
