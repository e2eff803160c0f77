package io.pulsefeed.article.sentiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** VADER with a vocabulary of market news and adjustments for headlines. */
final class MarketEngine implements SentimentEngine {

    /**
     * Compound scores below this value are treated as neutral: they come from one weak word. Scores above it are rescaled to the
     * full range, so that the label threshold of 0.05 stays valid.
     */
    private static final double NEUTRAL_BELOW = 0.16;

    /** Titles of explainers and questions are not scored: "How to stake", "Why are fees so high?". */
    private static final List<String> EXPLAINERS = List.of("how ", "what ", "why ", "here's ", "what's ");

    private final MarketVocabulary vocabulary;
    private final Vader vader;

    MarketEngine(MarketVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.vader = new Vader(vocabulary.mergeInto(Lexicon.reference()));
    }

    @Override
    public Sentiment score(@Nullable String title, @Nullable String text) {
        String head = title == null ? "" : title.strip();
        String scored = ScoredText.of(isExplainer(head) ? "" : head, text);
        double compound = vader.score(vocabulary.replacePhrases(scored)).compound();
        return Sentiment.of(rescale(compound));
    }

    @Override
    public String version() {
        return "vader-market/" + vocabulary.version();
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }

    private static boolean isExplainer(String title) {
        String start = title.substring(0, Math.min(title.length(), 10))
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
        return title.endsWith("?") || EXPLAINERS.stream().anyMatch(start::startsWith);
    }

    private static double rescale(double compound) {
        double above = Math.max(0, Math.abs(compound) - NEUTRAL_BELOW) / (1 - NEUTRAL_BELOW);
        double signed = Math.copySign(above, compound);
        return new BigDecimal(signed).setScale(4, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }
}
