package io.pulsefeed.article.sentiment;

/** VADER over title and text. */
final class VaderEngine implements SentimentEngine {

    /** A summary is far shorter; what comes after says little new and would only make each score extreme. */
    private static final int TEXT_MAX = 1000;

    private final Vader vader;

    VaderEngine(Vader vader) {
        this.vader = vader;
    }

    @Override
    public Sentiment score(String title, String text) {
        String body = text == null ? "" : text.substring(0, Math.min(text.length(), TEXT_MAX));
        String whole = body.isBlank() ? title : title + ". " + body;
        // U+2019, and U+0092 of mislabelled windows-1252: without this "isn't" is no negation.
        return Sentiment.of(vader.score(whole.replace('\u2019', '\'').replace('\u0092', '\''))
                .compound());
    }
}
