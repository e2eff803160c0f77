package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.signal.Intervals.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * Breathing rate from the respiratory modulation of the pulse: height (RIAV), baseline (RIIV) and interval (RIFV), each as a spectrum
 * of 6 to 36 breaths per minute (Karlen, Raman, Ansermino, Dumont: Multiparameter respiratory rate estimation from the
 * photoplethysmogram, IEEE Trans. Biomedical Engineering 60(7), 2013). The spectra are added before the peak search, so that weak
 * modulations count, too. They are multiplied by the frequency, because heart-rate and vascular fluctuations decrease with 1/f;
 * otherwise their waves of 0.1 Hz would be detected as breaths.
 */
final class BreathingRate {

    private static final double GRID_HZ = 4;
    private static final double LOW_HZ = 0.1;
    private static final double HIGH_HZ = 0.7;
    private static final double SLOWEST = 6;
    private static final double FASTEST = 36;
    private static final double STEP = 0.1;
    private static final double PEAK_HALF_WIDTH = 2;
    /** Minimum share of the power within 2 breaths per minute of the peak. */
    private static final double MIN_CONCENTRATION = 0.3;

    private static final int MIN_BEATS = 12;
    private static final double MIN_CORRELATION = 0.5;

    private BreathingRate() {}

    /**
     * The peak of the spectrum.
     *
     * @param perMinute breaths per minute; NaN if the spectrum has no dominant peak
     * @param concentration share of the power near the peak, 0 to 1
     */
    record Estimate(double perMinute, double concentration) {}

    /** The breathing rate in a window. */
    static Estimate of(List<Beat> beats, List<Interval> intervals, double from, double to) {
        List<double[]> height = new ArrayList<>();
        List<double[]> baseline = new ArrayList<>();
        List<double[]> length = new ArrayList<>();
        for (Interval interval : intervals) {
            if (interval.accepted() && interval.fromSeconds() >= from && interval.toSeconds() < to) {
                length.add(new double[] {interval.toSeconds(), interval.ms()});
            }
        }
        for (Beat beat : beats) {
            if (beat.seconds() >= from && beat.seconds() < to && beat.correlation() >= MIN_CORRELATION) {
                height.add(new double[] {beat.seconds(), beat.height()});
                baseline.add(new double[] {beat.seconds(), beat.baseline()});
            }
        }
        if (length.size() < MIN_BEATS || height.size() < MIN_BEATS) {
            return new Estimate(Double.NaN, 0);
        }
        double[] common = new double[(int) Math.round((FASTEST - SLOWEST) / STEP) + 1];
        for (List<double[]> series : List.of(height, baseline, length)) {
            addSpectrum(common, series, from, to);
        }
        return peak(common);
    }

    private static void addSpectrum(double[] common, List<double[]> series, double from, double to) {
        double[] x = bandPass(series, from, to);
        int n = x.length;
        for (int i = 0; i < n; i++) {
            x[i] *= 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / n);
        }
        double[] power = new double[common.length];
        double total = 0;
        for (int k = 0; k < power.length; k++) {
            double perMinute = SLOWEST + k * STEP;
            power[k] = perMinute * goertzel(x, perMinute / 60 / GRID_HZ);
            total += power[k];
        }
        for (int k = 0; k < power.length && total > 0; k++) {
            common[k] += power[k] / total;
        }
    }

    private static double[] bandPass(List<double[]> series, double from, double to) {
        double[] grid = new double[(int) Math.round((to - from) * GRID_HZ)];
        int at = 0;
        for (int i = 0; i < grid.length; i++) {
            double t = from + i / GRID_HZ;
            while (at < series.size() - 2 && series.get(at + 1)[0] < t) {
                at++;
            }
            double[] a = series.get(at);
            double[] b = series.get(at + 1);
            double share = Math.max(0, Math.min(1, (t - a[0]) / (b[0] - a[0])));
            grid[i] = a[1] + share * (b[1] - a[1]);
        }
        return ZeroPhaseFilter.lowPass(HIGH_HZ, GRID_HZ)
                .apply(ZeroPhaseFilter.highPass(LOW_HZ, GRID_HZ).apply(grid));
    }

    /** Power at one frequency, in cycles per sample. */
    private static double goertzel(double[] x, double frequency) {
        double c = 2 * Math.cos(2 * Math.PI * frequency);
        double s1 = 0;
        double s2 = 0;
        for (double v : x) {
            double s = v + c * s1 - s2;
            s2 = s1;
            s1 = s;
        }
        return s1 * s1 + s2 * s2 - c * s1 * s2;
    }

    private static Estimate peak(double[] power) {
        int top = 0;
        double total = 0;
        for (int k = 0; k < power.length; k++) {
            total += power[k];
            if (power[k] > power[top]) {
                top = k;
            }
        }
        int half = (int) (PEAK_HALF_WIDTH / STEP);
        double nearPeak = 0;
        for (int k = Math.max(0, top - half); k <= Math.min(power.length - 1, top + half); k++) {
            nearPeak += power[k];
        }
        double concentration = total > 0 ? nearPeak / total : 0;
        return new Estimate(concentration >= MIN_CONCENTRATION ? SLOWEST + top * STEP : Double.NaN, concentration);
    }
}
