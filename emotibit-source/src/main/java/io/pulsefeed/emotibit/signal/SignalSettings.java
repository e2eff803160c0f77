package io.pulsefeed.emotibit.signal;

/**
 * How metrics are computed.
 *
 * @param longWindowMs window of heart-rate variability and breathing
 * @param shortWindowMs window of everything else
 * @param hopMs distance between window ends
 * @param scrThresholdMicrosiemens smallest skin conductance response that counts
 * @param rateQuality least quality at which a heart rate is reported, 0 to 1
 * @param variabilityQuality least quality at which variability is reported, 0 to 1
 */
public record SignalSettings(
        int longWindowMs,
        int shortWindowMs,
        int hopMs,
        double scrThresholdMicrosiemens,
        double rateQuality,
        double variabilityQuality) {

    public static final SignalSettings DEFAULT = new SignalSettings(60_000, 10_000, 10_000, 0.05, 0.70, 0.85);
}
