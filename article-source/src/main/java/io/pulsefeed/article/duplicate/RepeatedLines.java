package io.pulsefeed.article.duplicate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The lines that several articles of one site contain, such as disclaimers and notes about the author. Two articles with the same
 * note are not near-duplicates.
 */
public final class RepeatedLines {

    private static final int MAX_LINES = 4_000;
    private static final int MIN_OTHER_ARTICLES = 2;

    private final Map<Long, Occurrences> lines = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Occurrences> eldest) {
            return size() > MAX_LINES;
        }
    };

    /** @param articles number of articles with the line, up to and including {@code lastArticle} */
    private record Occurrences(int lastArticle, int articles) {}

    /**
     * Records the lines of an article.
     *
     * @param url of the article; an update of an article does not repeat its lines
     * @return the lines that fewer than two other articles had
     */
    public String without(String url, String text) {
        return text.lines().filter(line -> !isRepeated(line, url.hashCode())).collect(Collectors.joining("\n"));
    }

    private boolean isRepeated(String line, int article) {
        Occurrences now = lines.merge(
                hash(line),
                new Occurrences(article, 1),
                (before, first) ->
                        before.lastArticle() == article ? before : new Occurrences(article, before.articles() + 1));
        return now.articles() > MIN_OTHER_ARTICLES;
    }

    private static long hash(String line) {
        return line.strip().codePoints().asLongStream().reduce(1, (hash, point) -> hash * 1_000_003 + point);
    }
}
