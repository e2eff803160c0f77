package io.pulsefeed.emotibit.signal;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether the variability of a window is published. In an irregular rhythm it would be too low, because the intervals that
 * count as normal are a selection. In noise it would be too high, because noise changes every interval.
 *
 * @param maxNoiseMs maximum part of rmssd that noise causes, ms
 * @param irregular rmssd, as a share of the mean interval, above which the rhythm is irregular (McManus et al.: A novel application
 *     for the detection of an irregular pulse using an iPhone 4S in patients with atrial fibrillation, Heart Rhythm 10(3), 2013)
 * @param maxAbnormalShare maximum share of intervals between beats of clear shape that are not normal
 */
record VariabilityGate(double maxNoiseMs, double irregular, double maxAbnormalShare) {

    static final VariabilityGate DEFAULT = new VariabilityGate(4, 0.115, 0.10);

    /** Minimum of rmssd without noise, as a share of rmssd with noise. */
    private static final double MIN_SIGNAL = 0.5;

    /** Why the variability of a window is not published; null if it is. */
    @Nullable
    String reasonOfAbsence(HeartWindow window) {
        double rmssd = window.pureRmssdMs();
        if (window.abnormalShare() > maxAbnormalShare || rmssd > irregular * window.meanMs()) {
            return "irregular rhythm";
        }
        boolean noisy = !(window.rmssdMs() - rmssd <= maxNoiseMs && rmssd >= MIN_SIGNAL * window.rmssdMs());
        return noisy ? "noise of the signal changes the intervals too much" : null;
    }
}
