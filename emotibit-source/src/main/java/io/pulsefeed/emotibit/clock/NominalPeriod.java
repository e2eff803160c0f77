package io.pulsefeed.emotibit.clock;

/** Sampling periods in the configuration of the stock firmware. The actual periods differ by up to 4 %. */
final class NominalPeriod {

    private NominalPeriod() {}

    /** Milliseconds between samples; 0 for tags whose packets are events. */
    static double ofTag(String tag) {
        return switch (tag) {
            case "PI", "PR", "PG", "AX", "AY", "AZ", "GX", "GY", "GZ", "MX", "MY", "MZ" -> 1000.0 / 25;
            case "EA", "EL", "ER" -> 1000.0 / 15;
            case "T0", "T1", "TH", "H0" -> 1000.0 / 7.5;
            case "SF" -> 1000.0 / 3;
            default -> 0;
        };
    }
}
