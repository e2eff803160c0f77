package io.pulsefeed.emotibit.signal;

/**
 * Whether the device is on a body, second by second, from skin conductance (the open circuit reads 0.030 microsiemens) and from the
 * light level of the PPG sensor against the level at which this session last saw a good pulse. Either is enough: a loose strap loses
 * one of them, a device that was taken off loses both. Temperature follows too slowly to help.
 */
final class Wearing {

    /** Microsiemens below which the electrodes touch nothing: the open circuit reads 0.030. */
    static final double OPEN_CIRCUIT = 0.036;

    private static final double CLAMP = 10_000;
    private static final double LEAST_OF_WORN_LEVEL = 0.6;
    private static final double LARGEST_OF_WORN_LEVEL = 1.5;
    private static final double FULL_SCALE = 262_143;
    private static final double SECOND = 1;
    private static final double LONGEST_SILENCE_SECONDS = 3;
    private static final int SECONDS_TO_CHANGE = 3;

    private Boolean worn;
    private int against;
    private double knownAt = Double.NEGATIVE_INFINITY;
    private double wornLevel = Double.NaN;

    /** Learns the light level that belongs to a good pulse. */
    void pulseSeen(double level) {
        if (!Double.isNaN(level)) {
            wornLevel = level;
        }
    }

    /** The state after the second that ends at {@code now}; null while neither signal was received. */
    Boolean update(Trace conductance, Trace light, double now) {
        double skin = conductance == null ? Double.NaN : conductance.mean(now - SECOND, now);
        double level = light == null ? Double.NaN : light.mean(now - SECOND, now);
        boolean lit = !Double.isNaN(level)
                && level < FULL_SCALE
                && level > LEAST_OF_WORN_LEVEL * wornLevel
                && level < LARGEST_OF_WORN_LEVEL * wornLevel;
        boolean touching = skin > OPEN_CIRCUIT && skin < CLAMP;
        if (Double.isNaN(skin) && (Double.isNaN(level) || Double.isNaN(wornLevel))) {
            return worn;
        }
        knownAt = now;
        boolean seen = lit || touching;
        if (worn == null) {
            worn = seen;
        } else if (worn == seen) {
            against = 0;
        } else if (++against >= SECONDS_TO_CHANGE) {
            worn = seen;
            against = 0;
        }
        return worn;
    }

    /** The state at {@code now}; null when unknown, or known only from before a silence. */
    Boolean worn(double now) {
        return now - knownAt > LONGEST_SILENCE_SECONDS ? null : worn;
    }
}
