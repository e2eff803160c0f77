package io.pulsefeed.article.sentiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** VADER with the vocabulary of market news, and with what sets headlines apart from the messages it was made for. */
final class MarketEngine implements SentimentEngine {

    /**
     * A compound score below this is no evidence: one faint word. What is above is spread over the whole scale again, so that
     * the labels' bounds of 0.05 keep their meaning.
     */
    private static final double FLOOR = 0.16;

    /** A title that explains or asks reports no event: "How to stake", "Why are fees so high?". */
    private static final List<String> EXPLAINERS = List.of("how ", "what ", "why ", "here's ", "what's ");

    private final MarketVocabulary vocabulary;
    private final Vader vader;

    MarketEngine(MarketVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.vader = new Vader(vocabulary.over(Lexicon.reference()));
    }

    @Override
    public Sentiment score(String title, String text) {
        String head = title == null ? "" : title.strip();
        String scored = ScoredText.of(reportsNothing(head) ? "" : head, text);
        double compound = vader.score(vocabulary.mark(scored)).compound();
        return Sentiment.of(aboveFloor(compound));
    }

    private static boolean reportsNothing(String title) {
        String start = title.substring(0, Math.min(title.length(), 10))
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
        return title.endsWith("?") || EXPLAINERS.stream().anyMatch(start::startsWith);
    }

    private static double aboveFloor(double compound) {
        double above = Math.max(0, Math.abs(compound) - FLOOR) / (1 - FLOOR);
        double signed = Math.copySign(above, compound);
        return new BigDecimal(signed).setScale(4, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }
}
