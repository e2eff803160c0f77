package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a PPG trace into artifact-free segments and filters each one separately, so that a shock, a clipped sample or a lost packet
 * affects only its own seconds.
 */
final class PulseWave {

    private static final double FULL_SCALE = 262_143;
    private static final double MAX_SPAN_OF_LEVEL = 0.05;
    private static final double MOVING_ABOVE_G = 0.06;
    private static final double BLOCK_SECONDS = 0.25;
    private static final double MARGIN_SECONDS = 0.25;
    private static final double MIN_SEGMENT_SECONDS = 3;
    private static final double MAX_BRIDGE_SECONDS = 0.15;
    private static final double FINE_RATE_HZ = 100;
    /** Lower rates do not resolve the systolic edge; no sensor has higher rates than the maximum, so the times must be wrong. */
    private static final double MIN_RATE_HZ = 15;

    private static final double MAX_RATE_HZ = 250;
    static final double LOW_HZ = 0.7;
    static final double HIGH_HZ = 8;
    private static final double BASELINE_HZ = 0.7;

    private final Trace trace;
    private final Motion motion;

    PulseWave(Trace trace, Motion motion) {
        this.trace = trace;
        this.motion = motion;
    }

    /** The artifact-free segments between two times. */
    List<CleanSegment> segments(double fromSeconds, double toSeconds) {
        int from = trace.indexAt(fromSeconds);
        int n = trace.indexAt(toSeconds) - from;
        List<CleanSegment> segments = new ArrayList<>();
        if (n < 2) {
            return segments;
        }
        double rate = (n - 1) / (trace.timeAt(from + n - 1) - trace.timeAt(from));
        if (!(rate >= MIN_RATE_HZ && rate <= MAX_RATE_HZ)) {
            return segments;
        }
        double[] raw = new double[n];
        for (int i = 0; i < n; i++) {
            raw[i] = trace.valueAt(from + i);
        }
        boolean[] bad = findArtifacts(raw, from, rate, toSeconds);
        bridge(raw, bad, (int) (MAX_BRIDGE_SECONDS * rate));
        int shortest = (int) (MIN_SEGMENT_SECONDS * rate);
        int start = 0;
        for (int i = 0; i <= n; i++) {
            if (i == n || bad[i]) {
                if (i - start >= shortest) {
                    segments.add(filter(Arrays.copyOfRange(raw, start, i), from + start, rate));
                }
                start = i + 1;
            }
        }
        return segments;
    }

    private boolean[] findArtifacts(double[] raw, int from, double rate, double toSeconds) {
        boolean[] bad = new boolean[raw.length];
        int block = Math.max(2, (int) (BLOCK_SECONDS * rate));
        int margin = (int) (MARGIN_SECONDS * rate);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] <= 0 || raw[i] >= FULL_SCALE) {
                mark(bad, i - margin, i + margin);
            }
        }
        for (int i = 0; i < raw.length; i += block) {
            int end = Math.min(raw.length, i + block);
            double at = trace.timeAt(from + i);
            if (jumps(raw, Math.max(0, i - 3 * block), end)
                    || motion.activity(at - 2 * BLOCK_SECONDS, Math.min(toSeconds, at + 3 * BLOCK_SECONDS))
                            > MOVING_ABOVE_G) {
                mark(bad, i - margin, end + margin);
            }
        }
        return bad;
    }

    /** Whether the signal spans a larger share of its level than a pulse can. */
    private static boolean jumps(double[] raw, int from, int to) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(raw[i])) {
                low = Math.min(low, raw[i]);
                high = Math.max(high, raw[i]);
            }
        }
        return high > low && high - low > MAX_SPAN_OF_LEVEL * high;
    }

    private static void mark(boolean[] bad, int from, int to) {
        Arrays.fill(bad, Math.max(0, from), Math.max(0, Math.min(bad.length, to)), true);
    }

    /** Interpolates short runs of missing samples; longer runs end the segment. */
    private static void bridge(double[] raw, boolean[] bad, int maxMissing) {
        int missing = 0;
        for (int i = 0; i <= raw.length; i++) {
            if (i < raw.length && Double.isNaN(raw[i])) {
                missing++;
                continue;
            }
            int from = i - missing;
            if (missing > maxMissing || missing > 0 && (from == 0 || i == raw.length)) {
                Arrays.fill(bad, from, i, true);
            }
            for (int k = from; k < i && from > 0 && i < raw.length; k++) {
                raw[k] = raw[from - 1] + (raw[i] - raw[from - 1]) * (k - from + 1) / (missing + 1);
            }
            missing = 0;
        }
    }

    /** Assumes constant sampling. A least-squares line through all sample times is more accurate than the first and last time. */
    private CleanSegment onEvenGrid(double[] wave, double[] baseline, int from, int samples, int factor) {
        double middle = (samples - 1) / 2.0;
        double sum = 0;
        double slope = 0;
        for (int i = 0; i < samples; i++) {
            sum += trace.timeAt(from + i);
            slope += (i - middle) * trace.timeAt(from + i);
        }
        slope *= 12 / ((double) samples * ((double) samples * samples - 1));
        return new CleanSegment(wave, baseline, sum / samples - middle * slope, slope / factor);
    }

    private CleanSegment filter(double[] raw, int from, double rate) {
        double[] blood = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            // Blood absorbs light, so the counts decrease with blood volume.
            blood[i] = -raw[i];
        }
        int factor = Math.max(1, (int) Math.round(FINE_RATE_HZ / rate));
        double[] banded = ZeroPhaseFilter.lowPass(HIGH_HZ, rate)
                .apply(ZeroPhaseFilter.highPass(LOW_HZ, rate).apply(blood));
        double[] wave = Upsampling.by(factor, banded);
        double[] baseline =
                Upsampling.by(factor, ZeroPhaseFilter.lowPass(BASELINE_HZ, rate).apply(blood));
        return onEvenGrid(wave, baseline, from, raw.length, factor);
    }
}
