package io.pulsefeed.article.sentiment;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scores the sentiment of articles. A custom engine is a public class with a public constructor that takes no arguments, one
 * {@code java.nio.file.Path} (the value of {@code sentiment.lexicon.overlay.path} or null), or one {@code java.util.Map} of
 * strings (all connector properties with the prefix {@code sentiment.}). Put its jar next to the jars of the plugin and set
 * {@code sentiment.engine} to its class name. Each task creates one engine and does not call it concurrently.
 */
public interface SentimentEngine extends AutoCloseable {

    /**
     * Scores one article.
     *
     * @param text the summary, or the first sentences of the body if there is none; null or empty if unknown
     */
    Sentiment score(String title, @Nullable String text);

    /** Name and version of the engine, for the header {@code sentiment_scorer}. The name of the class by default. */
    default String version() {
        return getClass().getSimpleName();
    }

    /** ISO 639 codes of the languages that the engine can score; empty for all, which is the default. */
    default Set<String> languages() {
        return Set.of();
    }

    /** Releases native resources of the engine. Does nothing by default. */
    @Override
    default void close() {}
}
