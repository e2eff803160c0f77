package io.pulsefeed.article.sentiment;

/** VADER as its authors publish it, over title and text. */
final class PlainVaderEngine implements SentimentEngine {

    private final Vader vader;

    PlainVaderEngine(Vader vader) {
        this.vader = vader;
    }

    @Override
    public Sentiment score(String title, String text) {
        return Sentiment.of(vader.score(ScoredText.of(title, text)).compound());
    }
}
