package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.signal.Intervals.Interval;
import java.util.Arrays;
import java.util.List;

/** Beats of one PPG channel over a long window, and the quality of any window inside it. */
final class PulseAnalysis {

    private static final double MIN_PULSE_OF_LEVEL = 0.0002;
    private static final double MAX_PULSE_OF_LEVEL = 0.05;
    private static final double STILL_G = 0.05;
    private static final double MOVING_RANGE_G = 0.20;
    private static final double CLEAR_SHAPE = 0.85;
    private static final double REGULAR_CHANGE = 0.10;
    private static final double IRREGULAR_RANGE = 0.20;

    private final Trace trace;
    private final Motion motion;
    private final List<CleanSegment> segments;
    private final List<Beat> beats;
    private final List<Interval> intervals;

    PulseAnalysis(Trace trace, Motion motion, double fromSeconds, double toSeconds) {
        this.trace = trace;
        this.motion = motion;
        this.segments = new PulseWave(trace, motion).segments(fromSeconds, toSeconds);
        this.beats = BeatAligner.beats(segments);
        this.intervals = Intervals.of(beats);
    }

    List<Beat> beats() {
        return beats;
    }

    List<Interval> intervals() {
        return intervals;
    }

    HeartWindow window(double fromSeconds, double toSeconds) {
        return HeartWindow.of(intervals, fromSeconds, toSeconds);
    }

    /** Artifact-free seconds of a window. */
    double usableSeconds(double fromSeconds, double toSeconds) {
        double usable = 0;
        for (CleanSegment segment : segments) {
            usable += Math.max(
                    0, Math.min(toSeconds, segment.toSeconds()) - Math.max(fromSeconds, segment.fromSeconds()));
        }
        return usable;
    }

    /**
     * Quality of a window, 0 to 1: mean correlation of its beats with the median beat, times the share of artifact-free time that
     * accepted intervals cover, times a factor for motion, times a factor for irregular beats of unclear shape. 0 if the pulse is
     * too small or too large for the light level.
     */
    double quality(double fromSeconds, double toSeconds) {
        double usable = usableSeconds(fromSeconds, toSeconds);
        HeartWindow window = window(fromSeconds, toSeconds);
        if (window.intervals() < 2 || !isPulsePlausible(fromSeconds, toSeconds)) {
            return 0;
        }
        double covered = Math.min(1, window.coveredSeconds() / Math.max(1, usable - window.meanMs() / 1000));
        double shape = shape(fromSeconds, toSeconds);
        double quality = shape * covered * stillness(fromSeconds, toSeconds);
        return shape < CLEAR_SHAPE ? quality * regularity(window) : quality;
    }

    /**
     * Skewness of the slope: 0.5 to 2 for pulses of up to 110 beats per minute, because of their fast systolic edge; near 0 for
     * noise and for the flicker of lamps, which can be as regular as a pulse.
     */
    double slopeSkewness(double fromSeconds, double toSeconds) {
        double squares = 0;
        double cubes = 0;
        int n = 0;
        for (CleanSegment segment : segments) {
            double[] wave = segment.wave();
            for (int i = 1; i < wave.length; i++) {
                double at = segment.secondsAt(i);
                if (at >= fromSeconds && at < toSeconds) {
                    double slope = wave[i] - wave[i - 1];
                    squares += slope * slope;
                    cubes += slope * slope * slope;
                    n++;
                }
            }
        }
        return squares > 0 ? cubes / n / Math.pow(squares / n, 1.5) : 0;
    }

    /** Distinguishes noise, which gives irregular beats of unclear shape, from arrhythmia, which gives irregular beats of clear shape. */
    private static double regularity(HeartWindow window) {
        double change = Double.isNaN(window.rmssdMs()) ? 1 : window.rmssdMs() / window.meanMs();
        return Math.max(0, Math.min(1, 1 - (change - REGULAR_CHANGE) / IRREGULAR_RANGE));
    }

    private double shape(double fromSeconds, double toSeconds) {
        double sum = 0;
        int n = 0;
        for (Beat beat : beats) {
            if (beat.seconds() >= fromSeconds && beat.seconds() < toSeconds) {
                sum += beat.correlation();
                n++;
            }
        }
        return n == 0 ? 0 : Math.max(0, sum / n);
    }

    private double stillness(double fromSeconds, double toSeconds) {
        double squares = 0;
        double seconds = 0;
        for (CleanSegment segment : segments) {
            double from = Math.max(fromSeconds, segment.fromSeconds());
            double to = Math.min(toSeconds, segment.toSeconds());
            if (to > from) {
                double activity = motion.activity(from, to);
                squares += activity * activity * (to - from);
                seconds += to - from;
            }
        }
        double activity = seconds > 0 ? Math.sqrt(squares / seconds) : 0;
        return Math.max(0, Math.min(1, 1 - (activity - STILL_G) / MOVING_RANGE_G));
    }

    private boolean isPulsePlausible(double fromSeconds, double toSeconds) {
        for (CleanSegment segment : segments) {
            double from = Math.max(fromSeconds, segment.fromSeconds());
            double to = Math.min(toSeconds, segment.toSeconds());
            if (to - from < 1) {
                continue;
            }
            double level = trace.mean(from, to);
            int start = (int) ((from - segment.fromSeconds()) / segment.stepSeconds());
            int end = Math.min(segment.wave().length, (int) ((to - segment.fromSeconds()) / segment.stepSeconds()) + 1);
            double pulse = Statistics.span(Arrays.copyOfRange(segment.wave(), start, end), 0.05, 0.95);
            double whole = Statistics.span(trace.values(from, to), 0.01, 0.99);
            if (pulse < MIN_PULSE_OF_LEVEL * level
                    || pulse > MAX_PULSE_OF_LEVEL * level
                    || whole > MAX_PULSE_OF_LEVEL * level) {
                return false;
            }
        }
        return true;
    }
}
