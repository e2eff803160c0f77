package io.pulsefeed.benchmarks.article;

/** Ratios that are 0 if the denominator is 0. */
final class Rates {

    private Rates() {}

    static double harmonic(double precision, double recall) {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
