package io.pulsefeed.article.sentiment;

import org.jspecify.annotations.Nullable;

/** VADER without the market vocabulary, identical to the reference implementation. */
final class PlainVaderEngine implements SentimentEngine {

    private final Vader vader;

    PlainVaderEngine(Vader vader) {
        this.vader = vader;
    }

    @Override
    public Sentiment score(@Nullable String title, @Nullable String text) {
        return Sentiment.of(vader.score(ScoredText.of(title, text)).compound());
    }
}
