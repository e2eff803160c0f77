package io.pulsefeed.article.sentiment;

/**
 * The sentiment of an article and how it was determined.
 *
 * @param scorer name and version of the engine
 * @param isLanguageSupported false if the sentiment is neutral because the engine does not know the language
 */
public record Scoring(Sentiment sentiment, String scorer, boolean isLanguageSupported) {}
