package io.pulsefeed.article.record;

import io.pulsefeed.article.mention.Mention;
import io.pulsefeed.article.sentiment.Sentiment;
import java.time.Instant;
import java.util.List;

/**
 * One article, ready to be written.
 *
 * @param url the canonical one, which is also its id
 * @param website the configured name of its site
 * @param summary never null
 * @param text null when no body could be had
 */
public record Article(
        String url,
        String title,
        String website,
        String summary,
        String text,
        Instant published,
        Instant scraped,
        List<String> tags,
        Sentiment sentiment,
        List<Mention> mentions) {}
