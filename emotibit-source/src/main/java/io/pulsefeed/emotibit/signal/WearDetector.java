package io.pulsefeed.emotibit.signal;

import org.jspecify.annotations.Nullable;

/**
 * Detects whether the device is worn, once per second, from skin conductance and from the PPG light level compared with the level of
 * the last good pulse. One of them is sufficient: with a loose strap one is lost, and both are lost if the device is taken off.
 * Temperature changes too slowly to be useful.
 */
final class WearDetector {

    private static final double MIN_OF_WORN_LEVEL = 0.6;
    private static final double MAX_OF_WORN_LEVEL = 1.5;
    private static final double FULL_SCALE = 262_143;
    private static final double SECOND = 1;
    private static final double MAX_SILENCE_SECONDS = 3;
    private static final int SECONDS_TO_CHANGE = 3;
    /** Quality of a state that only one of the two signals supports. */
    private static final double ONE_SIGNAL = 0.5;

    private @Nullable Boolean worn;
    private int secondsOfChange;
    private double updatedAt = Double.NEGATIVE_INFINITY;
    private double wornLevel = Double.NaN;
    private double agreement;

    /** Sets the light level of a good pulse. */
    void onGoodPulse(double level) {
        if (!Double.isNaN(level)) {
            wornLevel = level;
        }
    }

    /** The state after the second that ends at {@code now}; null if neither signal was received yet. */
    @Nullable
    Boolean update(@Nullable Trace conductance, @Nullable Trace light, double now) {
        double skin = conductance == null ? Double.NaN : conductance.mean(now - SECOND, now);
        double level = light == null ? Double.NaN : light.mean(now - SECOND, now);
        boolean lit = !Double.isNaN(level)
                && level < FULL_SCALE
                && level > MIN_OF_WORN_LEVEL * wornLevel
                && level < MAX_OF_WORN_LEVEL * wornLevel;
        boolean touching = skin > SkinConductance.OPEN_CIRCUIT && skin < SkinConductance.SHORT_CIRCUIT;
        if (Double.isNaN(skin) && (Double.isNaN(level) || Double.isNaN(wornLevel))) {
            return worn;
        }
        updatedAt = now;
        boolean detected = lit || touching;
        boolean hasBoth = !Double.isNaN(skin) && !Double.isNaN(level) && !Double.isNaN(wornLevel);
        agreement = hasBoth && lit == touching ? 1 : ONE_SIGNAL;
        if (worn == null) {
            worn = detected;
        } else if (worn == detected) {
            secondsOfChange = 0;
        } else if (++secondsOfChange >= SECONDS_TO_CHANGE) {
            worn = detected;
            secondsOfChange = 0;
        }
        return worn;
    }

    /** The state at {@code now}; null if unknown, or if the signals stopped. */
    @Nullable
    Boolean worn(double now) {
        return now - updatedAt > MAX_SILENCE_SECONDS ? null : worn;
    }

    /** Quality of the state: 1 if skin conductance and light agree, 0.5 if only one of them supports it. */
    double agreement() {
        return agreement;
    }
}
