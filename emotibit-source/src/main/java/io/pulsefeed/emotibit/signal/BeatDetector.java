package io.pulsefeed.emotibit.signal;

import java.util.Arrays;

/**
 * Systolic peaks of a pulse wave with two moving averages (Elgendi, Norton, Brearley, Abbott, Schuurmans: Systolic peak detection in
 * acceleration photoplethysmograms measured from emergency responders in tropical conditions, PLoS ONE 8(10), 2013: windows 0.111 s
 * and 0.667 s, offset 0.02 of the mean, peaks at least 0.3 s apart). The mean is a moving average over 10 s, because a stream has no
 * overall mean.
 */
final class BeatDetector {

    private static final double PEAK_SECONDS = 0.111;
    private static final double BEAT_SECONDS = 0.667;
    private static final double MEAN_SECONDS = 10;
    private static final double OFFSET = 0.02;
    private static final double REFRACTORY_SECONDS = 0.3;

    private BeatDetector() {}

    /** Sample indexes of the peaks of a band-passed (0.5 to 8 Hz) wave that increases with blood volume. */
    static int[] peaks(double[] wave, double rateHz) {
        int n = wave.length;
        double[] energy = new double[n];
        for (int i = 0; i < n; i++) {
            energy[i] = wave[i] > 0 ? wave[i] * wave[i] : 0;
        }
        double[] peak = movingAverage(energy, PEAK_SECONDS * rateHz);
        double[] beat = movingAverage(energy, BEAT_SECONDS * rateHz);
        double[] mean = movingAverage(energy, MEAN_SECONDS * rateHz);
        int shortest = (int) Math.round(PEAK_SECONDS * rateHz);
        double refractory = REFRACTORY_SECONDS * rateHz;
        int[] found = new int[n / Math.max(1, shortest) + 1];
        int count = 0;
        int from = -1;
        for (int i = 0; i <= n; i++) {
            boolean inside = i < n && peak[i] > beat[i] + OFFSET * mean[i];
            if (inside && from < 0) {
                from = i;
            } else if (!inside && from >= 0) {
                if (i - from >= shortest) {
                    int top = highest(wave, from, i);
                    if (count == 0 || top - found[count - 1] > refractory) {
                        found[count++] = top;
                    } else if (wave[top] > wave[found[count - 1]]) {
                        found[count - 1] = top;
                    }
                }
                from = -1;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int highest(double[] x, int from, int to) {
        int best = from;
        for (int i = from; i < to; i++) {
            if (x[i] > x[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double[] movingAverage(double[] x, double window) {
        int half = Math.max(0, (int) Math.round((window - 1) / 2));
        double[] sum = new double[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            sum[i + 1] = sum[i] + x[i];
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int low = Math.max(0, i - half);
            int high = Math.min(x.length, i + half + 1);
            y[i] = (sum[high] - sum[low]) / (high - low);
        }
        return y;
    }
}
