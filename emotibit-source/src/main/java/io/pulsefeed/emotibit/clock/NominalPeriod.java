package io.pulsefeed.emotibit.clock;

/** Sampling periods in the configuration of the stock firmware. The actual periods differ by up to 4 %. */
final class NominalPeriod {

    private NominalPeriod() {}

    /** A batch of 100 ms, and one after a time sync, have fewer samples at 25 Hz. */
    private static final int MIN_FAST_COUNT = 7;

    private static final double FAST_PULSE_MS = 10;

    /**
     * Milliseconds between samples; 0 for tags whose packets are events.
     *
     * @param count samples in a packet: with firmware that samples the pulse at 100 Hz, a packet has about ten
     */
    static double ofTag(String tag, int count) {
        return switch (tag) {
            case "PI", "PR", "PG" -> count >= MIN_FAST_COUNT ? FAST_PULSE_MS : 1000.0 / 25;
            case "AX", "AY", "AZ", "GX", "GY", "GZ", "MX", "MY", "MZ" -> 1000.0 / 25;
            case "EA", "EL", "ER" -> 1000.0 / 15;
            case "T0", "T1", "TH", "H0" -> 1000.0 / 7.5;
            case "SF" -> 1000.0 / 3;
            default -> 0;
        };
    }
}
