package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Beats of the undisturbed stretches, each placed where the median beat fits it best. A match of the whole pulse averages noise that a
 * single maximum takes at face value: white noise of a sample moves it about half as much.
 */
final class BeatFinder {

    private static final double WIDEST_HALF_SECONDS = 0.35;
    private static final double SHIFT_SECONDS = 0.08;
    private static final int ROUNDS = 2;

    private final List<CleanStretch> stretches;
    private final List<double[]> placed = new ArrayList<>();

    private BeatFinder(List<CleanStretch> stretches) {
        this.stretches = stretches;
    }

    static List<Beat> beats(List<CleanStretch> stretches) {
        BeatFinder finder = new BeatFinder(stretches);
        for (CleanStretch stretch : stretches) {
            int[] peaks = BeatDetector.peaks(stretch.wave(), 1 / stretch.stepSeconds());
            finder.placed.add(Arrays.stream(peaks).asDoubleStream().toArray());
        }
        return finder.align();
    }

    private List<Beat> align() {
        double median = medianIntervalSeconds();
        List<Beat> beats = new ArrayList<>();
        if (Double.isNaN(median)) {
            return beats;
        }
        double halfSeconds = Math.min(WIDEST_HALF_SECONDS, median / 2);
        double[][] correlations = new double[stretches.size()][];
        for (int round = 0; round < ROUNDS; round++) {
            double[] template = medianBeat(halfSeconds);
            for (int s = 0; s < stretches.size(); s++) {
                correlations[s] = fit(template, stretches.get(s), placed.get(s));
            }
        }
        for (int s = 0; s < stretches.size(); s++) {
            CleanStretch stretch = stretches.get(s);
            double[] at = placed.get(s);
            for (int b = 0; b < at.length; b++) {
                int index = (int) Math.round(at[b]);
                beats.add(new Beat(
                        stretch.secondsAt(at[b]),
                        height(stretch, index, median),
                        stretch.baseline()[Math.max(0, Math.min(stretch.baseline().length - 1, index))],
                        correlations[s][b],
                        s));
            }
        }
        return beats;
    }

    private double medianIntervalSeconds() {
        int most = placed.stream().mapToInt(p -> p.length).sum();
        double[] intervals = new double[most];
        int n = 0;
        for (int s = 0; s < placed.size(); s++) {
            double[] at = placed.get(s);
            for (int b = 1; b < at.length; b++) {
                intervals[n++] = (at[b] - at[b - 1]) * stretches.get(s).stepSeconds();
            }
        }
        return Statistics.median(intervals, n);
    }

    private double[] medianBeat(double halfSeconds) {
        List<double[]> shapes = new ArrayList<>();
        int half = 0;
        for (int s = 0; s < stretches.size(); s++) {
            half = (int) Math.round(halfSeconds / stretches.get(s).stepSeconds());
            double[] wave = stretches.get(s).wave();
            for (double at : placed.get(s)) {
                int from = (int) Math.round(at) - half;
                if (from >= 0 && from + 2 * half + 1 <= wave.length) {
                    shapes.add(Arrays.copyOfRange(wave, from, from + 2 * half + 1));
                }
            }
        }
        double[] template = new double[2 * half + 1];
        double[] column = new double[shapes.size()];
        for (int i = 0; i < template.length; i++) {
            int n = 0;
            for (double[] shape : shapes) {
                if (i < shape.length) {
                    column[n++] = shape[i];
                }
            }
            template[i] = Statistics.median(column, n);
        }
        return template;
    }

    /** Moves each beat to the best match of the template; returns the correlations there. */
    private static double[] fit(double[] template, CleanStretch stretch, double[] placed) {
        int reach = (int) Math.round(SHIFT_SECONDS / stretch.stepSeconds());
        double[] best = new double[placed.length];
        double[] scores = new double[2 * reach + 1];
        for (int b = 0; b < placed.length; b++) {
            int middle = (int) Math.round(placed[b]) - template.length / 2;
            if (middle - reach < 0 || middle + reach + template.length > stretch.wave().length) {
                best[b] = partial(template, stretch.wave(), middle);
                continue;
            }
            int top = 0;
            for (int k = 0; k < scores.length; k++) {
                scores[k] = Statistics.correlation(template, stretch.wave(), middle + k - reach);
                if (scores[k] > scores[top]) {
                    top = k;
                }
            }
            best[b] = scores[top];
            if (top > 0 && top < scores.length - 1) {
                double fraction = Statistics.parabolaTop(scores[top - 1], scores[top], scores[top + 1]);
                placed[b] = middle + top - reach + fraction + template.length / 2;
            }
        }
        return best;
    }

    /** Correlation of a beat at the end of a stretch with the part of the template that is inside. */
    private static double partial(double[] template, double[] wave, int from) {
        int first = Math.max(0, -from);
        int last = Math.min(template.length, wave.length - from);
        if (last - first < template.length / 2) {
            return 0;
        }
        return Statistics.correlation(Arrays.copyOfRange(template, first, last), wave, from + first);
    }

    private static double height(CleanStretch stretch, int peak, double medianSeconds) {
        double[] wave = stretch.wave();
        int at = Math.max(0, Math.min(wave.length - 1, peak));
        double foot = wave[at];
        int reach = (int) (medianSeconds / 2 / stretch.stepSeconds());
        for (int i = at; i >= Math.max(0, at - reach); i--) {
            foot = Math.min(foot, wave[i]);
        }
        return wave[at] - foot;
    }
}
