package io.pulsefeed.console;

/** Time limits of measurements hold on a quiet machine; {@code pulsefeed.slow} is the factor by which this one is slower. */
final class Measured {

    private static final double DEFAULT_FACTOR = 3;

    private Measured() {}

    static double factor() {
        return Double.parseDouble(System.getProperty("pulsefeed.slow", Double.toString(DEFAULT_FACTOR)));
    }

    static double limit(double quiet) {
        return quiet * factor();
    }
}
