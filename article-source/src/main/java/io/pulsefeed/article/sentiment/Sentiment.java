package io.pulsefeed.article.sentiment;

/**
 * The sentiment of a text.
 *
 * @param compound -1 (most negative) to 1 (most positive), at most four decimals
 * @param label {@code positive} if {@code compound} is at least 0.05, {@code negative} if it is at most -0.05, otherwise
 *     {@code neutral}
 */
public record Sentiment(double compound, String label) {

    public static final Sentiment NEUTRAL = of(0);

    /** Uses the label thresholds of the VADER authors. */
    public static Sentiment of(double compound) {
        String label = compound >= 0.05 ? "positive" : compound <= -0.05 ? "negative" : "neutral";
        return new Sentiment(compound, label);
    }
}
