package io.pulsefeed.article.sentiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** VADER with a vocabulary of market news and adjustments for headlines. */
final class MarketEngine implements SentimentEngine {

    /**
     * Compound scores below this value are treated as neutral: they come from one weak word. Scores above it are rescaled to the
     * full range, so that the label threshold of 0.05 stays valid.
     */
    private static final double NEUTRAL_BELOW = 0.16;

    /**
     * Titles of explainers and questions are not scored: "How to stake", "Why are fees so high?". A question for the reason of an
     * event is: "Why bitcoin is crashing".
     */
    private static final List<String> EXPLAINERS = List.of("how ", "what ", "why ", "here's ", "what's ");

    /** Lists, guides and interviews: "Top reasons ..", "5 ways to ..", "Everything you need to know about ..". */
    private static final Pattern GUIDE = Pattern.compile(
            "(?:top |the |key |common |best |\\d{1,2} )?(?:\\w+ )?(?:reasons|ways|things|mistakes|tips|steps) .*"
                    + "|(?:the |an? )?(?:\\w+ )?(?:guide|introduction|primer|interview|conversation|glossary) .*"
                    + "|everything you .*|.*\\bexplained",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SIGNED_PERCENTAGE = Pattern.compile("(?<![^\\s(])([+\u2212-])(\\d[\\d.,]{0,9}\\s?%)");

    private final MarketVocabulary vocabulary;
    private final DirectionRules directions = DirectionRules.builtIn();
    private final Vader vader;

    MarketEngine(MarketVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.vader = new Vader(vocabulary.mergeInto(Lexicon.reference()));
    }

    @Override
    public Sentiment score(@Nullable String title, @Nullable String text) {
        String head = title == null ? "" : title.strip();
        String scored = ScoredText.of(isExplainer(head) ? "" : head, text);
        String phrases = vocabulary.replacePhrases(withWordsForSigns(scored), directions::isChangeOfBadQuantity);
        double compound = vader.score(directions.apply(phrases)).compound();
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

    /** "Bitcoin -12%" becomes "Bitcoin down 12%". */
    private static String withWordsForSigns(String text) {
        return SIGNED_PERCENTAGE
                .matcher(text)
                .replaceAll(match -> (match.group(1).equals("+") ? "up " : "down ") + match.group(2));
    }

    private boolean isExplainer(String title) {
        String start = title.substring(0, Math.min(title.length(), 10))
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
        boolean isQuestion = title.endsWith("?")
                || EXPLAINERS.stream().anyMatch(start::startsWith)
                || GUIDE.matcher(title).matches();
        return isQuestion
                && !(start.startsWith("why ") && Stream.of(title.split("\\s+")).anyMatch(directions::isEvent));
    }

    private static double rescale(double compound) {
        double above = Math.max(0, Math.abs(compound) - NEUTRAL_BELOW) / (1 - NEUTRAL_BELOW);
        double signed = Math.copySign(above, compound);
        return new BigDecimal(signed).setScale(4, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }
}
