package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Tonic level, phasic part and responses of skin conductance (Boucsein et al.: Publication recommendations for electrodermal
 * measurements, Psychophysiology 49, 2012; filters as in NeuroKit2, Makowski et al., Behavior Research Methods 53, 2021, at 1 Hz).
 * Peaks are sought in the phasic signal, where falling levels do not hide them; amplitudes are taken from the low-passed one too,
 * since the high-pass eats a tenth of them.
 */
final class SkinConductance {

    static final double HISTORY_SECONDS = 120;

    private static final double SMOOTH_HZ = 1;
    private static final double TONIC_HZ = 0.05;
    private static final double PROMINENCE = 0.01;
    private static final double LONGEST_RISE_SECONDS = 10;
    private static final double CLAMP = 10_000;
    private static final double SHORTEST_SECONDS = 5;

    private final Trace trace;
    private final double threshold;
    private double peaksSeenUntil = Double.NEGATIVE_INFINITY;

    /** A response: times in seconds, amplitude in microsiemens. */
    record Response(double onset, double peak, double amplitude) {}

    /** Means over a window in microsiemens, and the responses whose peak is new since the last call. */
    record Result(double tonicMean, double phasicMean, List<Response> responses) {}

    SkinConductance(Trace trace, double threshold) {
        this.trace = trace;
        this.threshold = threshold;
    }

    /** The window between two times; null when the signal is too short, broken or clamped there. */
    Result window(double from, double to) {
        int end = trace.size();
        int begin = end;
        double oldest = to - HISTORY_SECONDS;
        while (begin > 0 && usable(trace.valueAt(begin - 1)) && trace.timeAt(begin - 1) >= oldest) {
            begin--;
        }
        if (end - begin < 2
                || trace.timeAt(begin) > from + (to - from) / 2
                || trace.lastTime() - trace.timeAt(begin) < SHORTEST_SECONDS) {
            return null;
        }
        double[] raw = new double[end - begin];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = trace.valueAt(begin + i);
        }
        double rate = (raw.length - 1) / (trace.lastTime() - trace.timeAt(begin));
        if (!(rate > 2 * SMOOTH_HZ)) {
            return null;
        }
        double[] smooth = ZeroPhaseFilter.lowPass(SMOOTH_HZ, rate).apply(raw);
        double[] phasic = ZeroPhaseFilter.highPass(TONIC_HZ, rate).apply(smooth);
        double tonicSum = 0;
        double phasicSum = 0;
        int n = 0;
        for (int i = 0; i < raw.length; i++) {
            double at = trace.timeAt(begin + i);
            if (at >= from && at < to) {
                tonicSum += smooth[i] - phasic[i];
                phasicSum += phasic[i];
                n++;
            }
        }
        if (n == 0) {
            return null;
        }
        return new Result(tonicSum / n, phasicSum / n, newResponses(smooth, phasic, begin, to));
    }

    private static boolean usable(double value) {
        return !Double.isNaN(value) && value < CLAMP;
    }

    private List<Response> newResponses(double[] smooth, double[] phasic, int begin, double to) {
        List<Response> found = new ArrayList<>();
        int before = 0;
        for (int i = 1; i < phasic.length - 1; i++) {
            if (phasic[i] <= phasic[i - 1] || phasic[i] < phasic[i + 1] || prominence(phasic, i) < PROMINENCE) {
                continue;
            }
            double peak = trace.timeAt(begin + i);
            int onset = i;
            for (int k = i; k >= before && peak - trace.timeAt(begin + k) <= LONGEST_RISE_SECONDS; k--) {
                onset = phasic[k] < phasic[onset] ? k : onset;
            }
            before = i;
            double amplitude = Math.max(phasic[i] - phasic[onset], smooth[i] - smooth[onset]);
            if (peak > peaksSeenUntil && peak < to && amplitude >= threshold) {
                found.add(new Response(trace.timeAt(begin + onset), peak, amplitude));
            }
        }
        peaksSeenUntil = Math.max(peaksSeenUntil, to);
        return found;
    }

    /** How far a peak stands above the higher of the two valleys beside it. */
    private static double prominence(double[] x, int peak) {
        double left = x[peak];
        for (int i = peak - 1; i >= 0 && x[i] <= x[peak]; i--) {
            left = Math.min(left, x[i]);
        }
        double right = x[peak];
        for (int i = peak + 1; i < x.length && x[i] <= x[peak]; i++) {
            right = Math.min(right, x[i]);
        }
        return x[peak] - Math.max(left, right);
    }
}
