package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the beats of artifact-free segments and aligns each with the median beat by template matching. Matching the whole pulse
 * averages noise: white noise moves the match about half as much as the maximum of the pulse.
 */
final class BeatAligner {

    private static final double MAX_HALF_SECONDS = 0.35;
    private static final double SHIFT_SECONDS = 0.08;
    private static final int ROUNDS = 2;

    private final List<CleanSegment> segments;
    private final List<double[]> placed = new ArrayList<>();

    private BeatAligner(List<CleanSegment> segments) {
        this.segments = segments;
    }

    static List<Beat> beats(List<CleanSegment> segments) {
        BeatAligner aligner = new BeatAligner(segments);
        for (CleanSegment segment : segments) {
            int[] peaks = BeatDetector.peaks(segment.wave(), 1 / segment.stepSeconds());
            aligner.placed.add(Arrays.stream(peaks).asDoubleStream().toArray());
        }
        return aligner.align();
    }

    private List<Beat> align() {
        double median = medianIntervalSeconds();
        List<Beat> beats = new ArrayList<>();
        if (Double.isNaN(median)) {
            return beats;
        }
        double halfSeconds = Math.min(MAX_HALF_SECONDS, median / 2);
        double[][] correlations = new double[segments.size()][];
        for (int round = 0; round < ROUNDS; round++) {
            double[] template = medianBeat(halfSeconds);
            for (int s = 0; s < segments.size(); s++) {
                correlations[s] = fit(template, segments.get(s), placed.get(s));
            }
        }
        for (int s = 0; s < segments.size(); s++) {
            CleanSegment segment = segments.get(s);
            double[] at = placed.get(s);
            for (int b = 0; b < at.length; b++) {
                int index = (int) Math.round(at[b]);
                beats.add(new Beat(
                        segment.secondsAt(at[b]),
                        height(segment, index, median),
                        segment.baseline()[Math.max(0, Math.min(segment.baseline().length - 1, index))],
                        correlations[s][b],
                        s));
            }
        }
        return beats;
    }

    private double medianIntervalSeconds() {
        int max = placed.stream().mapToInt(p -> p.length).sum();
        double[] intervals = new double[max];
        int n = 0;
        for (int s = 0; s < placed.size(); s++) {
            double[] at = placed.get(s);
            for (int b = 1; b < at.length; b++) {
                intervals[n++] = (at[b] - at[b - 1]) * segments.get(s).stepSeconds();
            }
        }
        return Statistics.median(intervals, n);
    }

    private double[] medianBeat(double halfSeconds) {
        List<double[]> shapes = new ArrayList<>();
        int half = 0;
        for (int s = 0; s < segments.size(); s++) {
            half = (int) Math.round(halfSeconds / segments.get(s).stepSeconds());
            double[] wave = segments.get(s).wave();
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

    /** Moves each beat to the best match of the template; returns the correlations of the matches. */
    private static double[] fit(double[] template, CleanSegment segment, double[] placed) {
        int reach = (int) Math.round(SHIFT_SECONDS / segment.stepSeconds());
        double[] best = new double[placed.length];
        double[] scores = new double[2 * reach + 1];
        for (int b = 0; b < placed.length; b++) {
            int middle = (int) Math.round(placed[b]) - template.length / 2;
            if (middle - reach < 0 || middle + reach + template.length > segment.wave().length) {
                best[b] = partial(template, segment.wave(), middle);
                continue;
            }
            int top = 0;
            for (int k = 0; k < scores.length; k++) {
                scores[k] = Statistics.correlation(template, segment.wave(), middle + k - reach);
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

    /** Correlation of a beat at the edge of a segment with the part of the template inside the segment. */
    private static double partial(double[] template, double[] wave, int from) {
        int first = Math.max(0, -from);
        int last = Math.min(template.length, wave.length - from);
        if (last - first < template.length / 2) {
            return 0;
        }
        return Statistics.correlation(Arrays.copyOfRange(template, first, last), wave, from + first);
    }

    private static double height(CleanSegment segment, int peak, double medianSeconds) {
        double[] wave = segment.wave();
        int at = Math.max(0, Math.min(wave.length - 1, peak));
        double foot = wave[at];
        int reach = (int) (medianSeconds / 2 / segment.stepSeconds());
        for (int i = at; i >= Math.max(0, at - reach); i--) {
            foot = Math.min(foot, wave[i]);
        }
        return wave[at] - foot;
    }
}
