package io.pulsefeed.article.sentiment;

/**
 * The four scores of the reference implementation.
 *
 * @param negative proportion of the text, three decimals; the sum of negative, neutral and positive is about 1
 * @param compound -1 to 1, four decimals
 */
record VaderScores(double negative, double neutral, double positive, double compound) {
    static final VaderScores NOTHING = new VaderScores(0, 0, 0, 0);
}
