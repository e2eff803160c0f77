package io.pulsefeed.article.quality;

/** Rates out of counts, 0 where there is nothing to divide by. */
final class Rates {

    private Rates() {}

    static double harmonic(double precision, double recall) {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
