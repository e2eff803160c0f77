package io.pulsefeed.article.site;

import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Detects an article that a site publishes again under another URL: the same title and text within 24 hours. */
final class RecentTexts {

    private static final int MAX_TEXTS = 1_000;
    private static final int MIN_TEXT_LENGTH = 200;
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Map<Long, Instant> lastScraped = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > MAX_TEXTS;
        }
    };

    /** Records the text of {@code article}. Short texts are ignored. */
    boolean isRepeated(Article article) {
        String text = article.text();
        if (text == null || text.length() < MIN_TEXT_LENGTH) {
            return false;
        }
        Instant last = lastScraped.put(Hashes.of(article.title() + "\n" + text), article.scraped());
        return last != null && Duration.between(last, article.scraped()).compareTo(WINDOW) < 0;
    }
}
