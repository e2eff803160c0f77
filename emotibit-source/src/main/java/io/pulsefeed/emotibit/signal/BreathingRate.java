package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.signal.Intervals.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * Breathing rate from what breathing does to the pulse: its height (RIAV), its baseline (RIIV) and its interval (RIFV), each as a
 * spectrum between 6 and 36 breaths per minute (Karlen, Raman, Ansermino, Dumont: Multiparameter respiratory rate estimation from the
 * photoplethysmogram, IEEE Trans. Biomedical Engineering 60(7), 2013: the three must agree, else nothing is said).
 */
final class BreathingRate {

    private static final double GRID_HZ = 4;
    private static final double LOW_HZ = 0.1;
    private static final double HIGH_HZ = 0.7;
    private static final double SLOWEST = 6;
    private static final double FASTEST = 36;
    private static final double STEP = 0.1;
    private static final double AGREEMENT_SD = 3;
    private static final double PAIR_AGREEMENT = 2;
    private static final double PEAK_HALF_WIDTH = 2;
    private static final int FEWEST_BEATS = 12;

    /** A spectral peak: breaths per minute and the share of the power that is near it. */
    record Peak(double perMinute, double concentration) {}

    private BreathingRate() {}

    /** Breaths per minute in a window; NaN when the three modulations contradict each other. */
    static double of(List<Beat> beats, List<Interval> intervals, double from, double to) {
        List<double[]> height = new ArrayList<>();
        List<double[]> baseline = new ArrayList<>();
        List<double[]> rate = new ArrayList<>();
        for (Interval interval : intervals) {
            if (interval.accepted() && interval.fromSeconds() >= from && interval.toSeconds() < to) {
                rate.add(new double[] {interval.toSeconds(), interval.ms()});
            }
        }
        for (Beat beat : beats) {
            if (beat.seconds() >= from && beat.seconds() < to && beat.correlation() > 0.5) {
                height.add(new double[] {beat.seconds(), beat.height()});
                baseline.add(new double[] {beat.seconds(), beat.baseline()});
            }
        }
        if (rate.size() < FEWEST_BEATS) {
            return Double.NaN;
        }
        List<Peak> peaks = new ArrayList<>();
        for (List<double[]> series : List.of(height, baseline, rate)) {
            peaks.add(peak(spectrum(series, from, to)));
        }
        return fuse(peaks);
    }

    static double fuse(List<Peak> peaks) {
        double mean = peaks.stream().mapToDouble(Peak::perMinute).average().orElse(Double.NaN);
        double variance = peaks.stream()
                        .mapToDouble(p -> (p.perMinute() - mean) * (p.perMinute() - mean))
                        .sum()
                / (peaks.size() - 1);
        if (Math.sqrt(variance) <= AGREEMENT_SD) {
            return weighted(peaks);
        }
        List<Peak> pair = null;
        for (int a = 0; a < peaks.size(); a++) {
            for (int b = a + 1; b < peaks.size(); b++) {
                List<Peak> candidate = List.of(peaks.get(a), peaks.get(b));
                if (distance(candidate) <= PAIR_AGREEMENT && (pair == null || distance(candidate) < distance(pair))) {
                    pair = candidate;
                }
            }
        }
        return pair == null ? Double.NaN : weighted(pair);
    }

    private static double distance(List<Peak> pair) {
        return Math.abs(pair.get(0).perMinute() - pair.get(1).perMinute());
    }

    private static double weighted(List<Peak> peaks) {
        double sum = 0;
        double weight = 0;
        for (Peak peak : peaks) {
            sum += peak.perMinute() * peak.concentration();
            weight += peak.concentration();
        }
        return sum / weight;
    }

    /** Power at each rate of the grid from 6 to 36 per minute. */
    private static double[] spectrum(List<double[]> series, double from, double to) {
        int n = (int) Math.round((to - from) * GRID_HZ);
        double[] grid = new double[n];
        int at = 0;
        for (int i = 0; i < n; i++) {
            double t = from + i / GRID_HZ;
            while (at < series.size() - 2 && series.get(at + 1)[0] < t) {
                at++;
            }
            double[] a = series.get(at);
            double[] b = series.get(at + 1);
            double share = Math.max(0, Math.min(1, (t - a[0]) / (b[0] - a[0])));
            grid[i] = a[1] + share * (b[1] - a[1]);
        }
        double[] banded = ZeroPhaseFilter.lowPass(HIGH_HZ, GRID_HZ)
                .apply(ZeroPhaseFilter.highPass(LOW_HZ, GRID_HZ).apply(grid));
        double[] power = new double[(int) Math.round((FASTEST - SLOWEST) / STEP) + 1];
        for (int k = 0; k < power.length; k++) {
            double omega = 2 * Math.PI * (SLOWEST + k * STEP) / 60 / GRID_HZ;
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < n; i++) {
                double tapered = banded[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / n));
                real += tapered * Math.cos(omega * i);
                imaginary += tapered * Math.sin(omega * i);
            }
            power[k] = real * real + imaginary * imaginary;
        }
        return power;
    }

    private static Peak peak(double[] power) {
        int top = 0;
        double total = 0;
        for (int k = 0; k < power.length; k++) {
            total += power[k];
            if (power[k] > power[top]) {
                top = k;
            }
        }
        int half = (int) (PEAK_HALF_WIDTH / STEP);
        double near = 0;
        for (int k = Math.max(0, top - half); k <= Math.min(power.length - 1, top + half); k++) {
            near += power[k];
        }
        return new Peak(SLOWEST + top * STEP, total > 0 ? near / total : 0);
    }
}
