package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a PPG trace into undisturbed stretches and filters each on its own, so that a knock, a clipped sample or a lost packet costs
 * the seconds it takes and no more.
 */
final class PulseWave {

    private static final double FULL_SCALE = 262_143;
    private static final double LARGEST_SPAN_OF_LEVEL = 0.05;
    private static final double MOVING_ABOVE_G = 0.06;
    private static final double BLOCK_SECONDS = 0.25;
    private static final double MARGIN_SECONDS = 0.25;
    private static final double SHORTEST_STRETCH_SECONDS = 3;
    private static final double LONGEST_BRIDGE_SECONDS = 0.15;
    private static final double FINE_RATE_HZ = 100;
    /** Below this the systolic edge is not sampled; above there is no such sensor, the times are broken. */
    private static final double SLOWEST_RATE_HZ = 15;

    private static final double FASTEST_RATE_HZ = 250;
    private static final double LOW_HZ = 0.7;
    private static final double HIGH_HZ = 8;
    private static final double BASELINE_HZ = 0.7;

    private final Trace trace;
    private final Motion motion;

    PulseWave(Trace trace, Motion motion) {
        this.trace = trace;
        this.motion = motion;
    }

    /** The undisturbed stretches between two times. */
    List<CleanStretch> stretches(double fromSeconds, double toSeconds) {
        int from = trace.indexAt(fromSeconds);
        int n = trace.indexAt(toSeconds) - from;
        List<CleanStretch> stretches = new ArrayList<>();
        if (n < 2) {
            return stretches;
        }
        double rate = (n - 1) / (trace.timeAt(from + n - 1) - trace.timeAt(from));
        if (!(rate >= SLOWEST_RATE_HZ && rate <= FASTEST_RATE_HZ)) {
            return stretches;
        }
        double[] raw = new double[n];
        for (int i = 0; i < n; i++) {
            raw[i] = trace.valueAt(from + i);
        }
        boolean[] bad = disturbed(raw, from, rate);
        bridge(raw, bad, (int) (LONGEST_BRIDGE_SECONDS * rate));
        int shortest = (int) (SHORTEST_STRETCH_SECONDS * rate);
        int begin = 0;
        for (int i = 0; i <= n; i++) {
            if (i == n || bad[i]) {
                if (i - begin >= shortest) {
                    stretches.add(filter(Arrays.copyOfRange(raw, begin, i), from + begin, rate));
                }
                begin = i + 1;
            }
        }
        return stretches;
    }

    private boolean[] disturbed(double[] raw, int from, double rate) {
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
                    || motion.activity(at - 2 * BLOCK_SECONDS, at + 3 * BLOCK_SECONDS) > MOVING_ABOVE_G) {
                mark(bad, i - margin, end + margin);
            }
        }
        return bad;
    }

    /** Whether a second of the signal spans more of its level than a pulse can. */
    private static boolean jumps(double[] raw, int from, int to) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(raw[i])) {
                low = Math.min(low, raw[i]);
                high = Math.max(high, raw[i]);
            }
        }
        return high > low && high - low > LARGEST_SPAN_OF_LEVEL * high;
    }

    private static void mark(boolean[] bad, int from, int to) {
        Arrays.fill(bad, Math.max(0, from), Math.max(0, Math.min(bad.length, to)), true);
    }

    /** Draws a straight line over a few missing samples; more of them end the stretch. */
    private static void bridge(double[] raw, boolean[] bad, int longest) {
        int missing = 0;
        for (int i = 0; i <= raw.length; i++) {
            if (i < raw.length && Double.isNaN(raw[i])) {
                missing++;
                continue;
            }
            int from = i - missing;
            if (missing > longest || missing > 0 && (from == 0 || i == raw.length)) {
                Arrays.fill(bad, from, i, true);
            }
            for (int k = from; k < i && from > 0 && i < raw.length; k++) {
                raw[k] = raw[from - 1] + (raw[i] - raw[from - 1]) * (k - from + 1) / (missing + 1);
            }
            missing = 0;
        }
    }

    /** Sampling is even; the least-squares line through the times of all samples says how, better than the two at the ends. */
    private CleanStretch onEvenGrid(double[] wave, double[] baseline, int from, int samples, int factor) {
        double middle = (samples - 1) / 2.0;
        double sum = 0;
        double slope = 0;
        for (int i = 0; i < samples; i++) {
            sum += trace.timeAt(from + i);
            slope += (i - middle) * trace.timeAt(from + i);
        }
        slope *= 12 / ((double) samples * ((double) samples * samples - 1));
        return new CleanStretch(wave, baseline, sum / samples - middle * slope, slope / factor);
    }

    private CleanStretch filter(double[] raw, int from, double rate) {
        double[] blood = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            // More blood absorbs more light: the fast edge of the counts goes down.
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
