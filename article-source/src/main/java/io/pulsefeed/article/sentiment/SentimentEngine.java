package io.pulsefeed.article.sentiment;

/**
 * Judges the mood of an article. An engine of one's own needs a public class with a public constructor: without arguments, or
 * with one {@code java.nio.file.Path} (gets {@code sentiment.lexicon.overlay.path} or null), or with one
 * {@code java.util.Map} of strings (gets all keys of the connector that begin with {@code sentiment.}). Its jar stands beside
 * the plugin's; it is loaded only when {@code sentiment.engine} names it. One engine serves one task: calls do not overlap.
 */
public interface SentimentEngine extends AutoCloseable {

    /**
     * @param title never null
     * @param text the summary, or the first sentences of the body when there is none; null or empty when unknown
     */
    Sentiment score(String title, String text);

    /** Frees what the engine holds outside the heap; most hold nothing. */
    @Override
    default void close() {}
}
