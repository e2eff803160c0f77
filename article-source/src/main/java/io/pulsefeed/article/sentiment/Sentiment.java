package io.pulsefeed.article.sentiment;

/**
 * The mood of a text.
 *
 * @param compound -1 (worst) to 1 (best), at most four decimals
 * @param label {@code positive} from 0.05 on, {@code negative} from -0.05 down, else {@code neutral}
 */
public record Sentiment(double compound, String label) {

    public static final Sentiment NEUTRAL = of(0);

    /** The label that VADER's authors give to a compound score. */
    public static Sentiment of(double compound) {
        String label = compound >= 0.05 ? "positive" : compound <= -0.05 ? "negative" : "neutral";
        return new Sentiment(compound, label);
    }
}
