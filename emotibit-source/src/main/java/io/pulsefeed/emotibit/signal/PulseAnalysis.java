package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.signal.Intervals.Interval;
import java.util.Arrays;
import java.util.List;

/** Beats of one PPG channel over a long window, and how far to trust them in any window inside. */
final class PulseAnalysis {

    private static final double LEAST_PULSE_OF_LEVEL = 0.0002;
    private static final double LARGEST_PULSE_OF_LEVEL = 0.05;
    private static final double STILL_G = 0.05;
    private static final double MOVING_RANGE_G = 0.20;
    private static final double CLEAR_SHAPE = 0.85;
    private static final double REGULAR_CHANGE = 0.10;
    private static final double IRREGULAR_RANGE = 0.20;

    private final Trace trace;
    private final Motion motion;
    private final List<CleanStretch> stretches;
    private final List<Beat> beats;
    private final List<Interval> intervals;

    PulseAnalysis(Trace trace, Motion motion, double fromSeconds, double toSeconds) {
        this.trace = trace;
        this.motion = motion;
        this.stretches = new PulseWave(trace, motion).stretches(fromSeconds, toSeconds);
        this.beats = BeatFinder.beats(stretches);
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

    /** Seconds of a window without disturbance. */
    double usableSeconds(double fromSeconds, double toSeconds) {
        double usable = 0;
        for (CleanStretch stretch : stretches) {
            usable += Math.max(
                    0, Math.min(toSeconds, stretch.toSeconds()) - Math.max(fromSeconds, stretch.fromSeconds()));
        }
        return usable;
    }

    /**
     * Quality of a window, 0 to 1: mean correlation of its beats with the median beat, times the share of undisturbed time that
     * accepted intervals cover, times a factor for movement, and one for irregular beats of doubtful shape; 0 when the pulse is too
     * small or too large for the light level.
     */
    double quality(double fromSeconds, double toSeconds) {
        double usable = usableSeconds(fromSeconds, toSeconds);
        HeartWindow window = window(fromSeconds, toSeconds);
        if (window.intervals() < 2 || !plausiblePulse(fromSeconds, toSeconds)) {
            return 0;
        }
        double covered = Math.min(1, window.coveredSeconds() / Math.max(1, usable - window.meanMs() / 1000));
        double shape = shape(fromSeconds, toSeconds);
        double quality = shape * covered * stillness(fromSeconds, toSeconds);
        return shape < CLEAR_SHAPE ? quality * regularity(window) : quality;
    }

    /**
     * Skewness of the slope: 0.5 to 2 for the fast systolic edge of a pulse up to 110 beats per minute, near 0 for noise and for
     * flicker of lamps, which can be as regular as a heart.
     */
    double slopeSkewness(double fromSeconds, double toSeconds) {
        double squares = 0;
        double cubes = 0;
        int n = 0;
        for (CleanStretch stretch : stretches) {
            double[] wave = stretch.wave();
            for (int i = 1; i < wave.length; i++) {
                double at = stretch.secondsAt(i);
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

    /** Noise makes irregular beats of doubtful shape; an irregular heart makes irregular beats of clear shape. */
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
        for (CleanStretch stretch : stretches) {
            double from = Math.max(fromSeconds, stretch.fromSeconds());
            double to = Math.min(toSeconds, stretch.toSeconds());
            if (to > from) {
                double activity = motion.activity(from, to);
                squares += activity * activity * (to - from);
                seconds += to - from;
            }
        }
        double activity = seconds > 0 ? Math.sqrt(squares / seconds) : 0;
        return Math.max(0, Math.min(1, 1 - (activity - STILL_G) / MOVING_RANGE_G));
    }

    private boolean plausiblePulse(double fromSeconds, double toSeconds) {
        for (CleanStretch stretch : stretches) {
            double from = Math.max(fromSeconds, stretch.fromSeconds());
            double to = Math.min(toSeconds, stretch.toSeconds());
            if (to - from < 1) {
                continue;
            }
            double level = trace.mean(from, to);
            int begin = (int) ((from - stretch.fromSeconds()) / stretch.stepSeconds());
            int end = Math.min(stretch.wave().length, (int) ((to - stretch.fromSeconds()) / stretch.stepSeconds()) + 1);
            double pulse = Statistics.span(Arrays.copyOfRange(stretch.wave(), begin, end), 0.05, 0.95);
            double whole = Statistics.span(trace.values(from, to), 0.01, 0.99);
            if (pulse < LEAST_PULSE_OF_LEVEL * level
                    || pulse > LARGEST_PULSE_OF_LEVEL * level
                    || whole > LARGEST_PULSE_OF_LEVEL * level) {
                return false;
            }
        }
        return true;
    }
}
