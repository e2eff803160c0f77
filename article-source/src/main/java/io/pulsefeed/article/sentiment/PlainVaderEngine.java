package io.pulsefeed.article.sentiment;

import java.util.Set;
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

    @Override
    public String version() {
        return "vader/44fc044";
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }
}
