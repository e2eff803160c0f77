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

    /** Bandwidth of the pulse wave, Hz: noise samples that are closer than half its inverse are not independent. */
    private static final double BANDWIDTH_HZ = PulseWave.HIGH_HZ - PulseWave.LOW_HZ;

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
        double[] template = new double[0];
        for (int round = 0; round < ROUNDS; round++) {
            template = medianBeat(halfSeconds);
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
                        timingMs(template, segment, index),
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

    /**
     * Standard deviation of a beat's time by the Cramer-Rao bound for the delay of a known shape in band-limited noise (Kay:
     * Fundamentals of statistical signal processing, 1993): {@code noise^2 / (2 B integral slope^2)}. The noise is the difference
     * between the beat and the scaled median beat.
     */
    private static double timingMs(double[] template, CleanSegment segment, int index) {
        double[] wave = segment.wave();
        int from = index - template.length / 2;
        int first = Math.max(0, -from);
        int last = Math.min(template.length, wave.length - from);
        int n = last - first;
        if (n < template.length / 2) {
            return Double.POSITIVE_INFINITY;
        }
        double meanTemplate = 0;
        double meanWave = 0;
        for (int i = first; i < last; i++) {
            meanTemplate += template[i] / n;
            meanWave += wave[from + i] / n;
        }
        double product = 0;
        double energy = 0;
        double power = 0;
        double slopes = 0;
        for (int i = first; i < last; i++) {
            double t = template[i] - meanTemplate;
            double w = wave[from + i] - meanWave;
            product += t * w;
            energy += t * t;
            power += w * w;
            slopes += i > first ? (template[i] - template[i - 1]) * (template[i] - template[i - 1]) : 0;
        }
        double scale = product / energy;
        double noise = Math.max(0, power - scale * product) / n;
        double slopeIntegral = scale * scale * slopes / segment.stepSeconds();
        return scale > 0 ? 1000 * Math.sqrt(noise / (2 * BANDWIDTH_HZ * slopeIntegral)) : Double.POSITIVE_INFINITY;
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
