package io.pulsefeed.article.sentiment;

/**
 * The four numbers of the reference implementation.
 *
 * @param negative share of the text, three decimals; with {@code neutral} and {@code positive} it adds up to about 1
 * @param compound -1 to 1, four decimals
 */
record VaderScores(double negative, double neutral, double positive, double compound) {
    static final VaderScores NOTHING = new VaderScores(0, 0, 0, 0);
}
