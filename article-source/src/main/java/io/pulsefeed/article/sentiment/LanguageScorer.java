package io.pulsefeed.article.sentiment;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scores articles in the languages of an engine; articles in other languages are neutral. */
public final class LanguageScorer {

    private final SentimentEngine engine;
    private final Set<String> languages;

    /** @param languages ISO 639 codes that replace those of the engine; empty to use those of the engine */
    public LanguageScorer(SentimentEngine engine, Set<String> languages) {
        this.engine = engine;
        this.languages = languages.isEmpty() ? engine.languages() : Set.copyOf(languages);
    }

    /** @param language null if it could not be determined, because the text is too short; the article is scored then */
    public Scoring score(@Nullable String language, String title, @Nullable String text) {
        boolean isSupported = language == null || languages.isEmpty() || languages.contains(language);
        Sentiment sentiment = isSupported ? engine.score(title, text) : Sentiment.NEUTRAL;
        return new Scoring(sentiment, engine.version(), isSupported);
    }
}
