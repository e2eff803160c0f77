package io.pulsefeed.article.site;

import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.Hashes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Detects a canonical URL that several articles of a site have, because of an error in its templates: the same URL with another title
 * and another text.
 */
final class CanonicalTexts {

    private static final int MAX_URLS = 1_000;
    private static final int MAX_START = 300;

    private final Map<Long, Content> contents = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Content> eldest) {
            return size() > MAX_URLS;
        }
    };

    /** Hashes of the title and of the start of the text. */
    private record Content(long title, long start) {

        static Content of(Article article) {
            String text = article.text() == null ? "" : article.text();
            return new Content(
                    Hashes.of(article.title()), Hashes.of(text.substring(0, Math.min(text.length(), MAX_START))));
        }

        boolean isOther(Content other) {
            return title != other.title && start != other.start;
        }
    }

    /**
     * Records the content of {@code article}.
     *
     * @param id of its URL
     * @return true if another article had the same URL before
     */
    boolean isShared(long id, Article article) {
        Content content = Content.of(article);
        @Nullable Content known = contents.putIfAbsent(id, content);
        return known != null && known.isOther(content);
    }
}
