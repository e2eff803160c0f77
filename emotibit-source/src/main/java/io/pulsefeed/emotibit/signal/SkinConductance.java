package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tonic level, phasic part and responses of skin conductance (Boucsein et al.: Publication recommendations for electrodermal
 * measurements, Psychophysiology 49, 2012; filters as in NeuroKit2, Makowski et al., Behavior Research Methods 53, 2021, at 1 Hz).
 * Peaks are detected in the phasic signal, where a falling level does not hide them. The amplitude is the larger one of the phasic and
 * the low-passed signal, because the high-pass filter reduces it by a tenth.
 */
final class SkinConductance {

    static final double HISTORY_SECONDS = 120;

    private static final double SMOOTH_HZ = 1;
    private static final double TONIC_HZ = 0.05;
    private static final double PROMINENCE = 0.01;
    private static final double MAX_RISE_SECONDS = 10;
    private static final double CLAMP = 10_000;
    private static final double MIN_SECONDS = 5;

    private final Trace trace;
    private final double threshold;
    private double reportedUntil = Double.NEGATIVE_INFINITY;

    /** A skin conductance response: times in seconds, amplitude in microsiemens. */
    record Response(double onset, double peak, double amplitude) {}

    /** Means of a window in microsiemens, and the responses since the last call. */
    record Result(double tonicMean, double phasicMean, List<Response> responses) {}

    SkinConductance(Trace trace, double threshold) {
        this.trace = trace;
        this.threshold = threshold;
    }

    /** The result of a window; null if the signal is too short, interrupted or clamped. */
    @Nullable
    Result window(double from, double to) {
        int end = trace.size();
        int start = end;
        double oldest = to - HISTORY_SECONDS;
        while (start > 0 && usable(trace.valueAt(start - 1)) && trace.timeAt(start - 1) >= oldest) {
            start--;
        }
        if (end - start < 2
                || trace.timeAt(start) > from + (to - from) / 2
                || trace.lastTime() - trace.timeAt(start) < MIN_SECONDS) {
            return null;
        }
        double[] raw = new double[end - start];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = trace.valueAt(start + i);
        }
        double rate = (raw.length - 1) / (trace.lastTime() - trace.timeAt(start));
        if (!(rate > 2 * SMOOTH_HZ)) {
            return null;
        }
        double[] smooth = ZeroPhaseFilter.lowPass(SMOOTH_HZ, rate).apply(raw);
        double[] phasic = ZeroPhaseFilter.highPass(TONIC_HZ, rate).apply(smooth);
        double tonicSum = 0;
        double phasicSum = 0;
        int n = 0;
        for (int i = 0; i < raw.length; i++) {
            double at = trace.timeAt(start + i);
            if (at >= from && at < to) {
                tonicSum += smooth[i] - phasic[i];
                phasicSum += phasic[i];
                n++;
            }
        }
        if (n == 0) {
            return null;
        }
        return new Result(tonicSum / n, phasicSum / n, newResponses(smooth, phasic, start, to));
    }

    private static boolean usable(double value) {
        return !Double.isNaN(value) && value < CLAMP;
    }

    private List<Response> newResponses(double[] smooth, double[] phasic, int start, double to) {
        List<Response> found = new ArrayList<>();
        int before = 0;
        for (int i = 1; i < phasic.length - 1; i++) {
            if (phasic[i] <= phasic[i - 1] || phasic[i] < phasic[i + 1] || prominence(phasic, i) < PROMINENCE) {
                continue;
            }
            double peak = trace.timeAt(start + i);
            int onset = i;
            for (int k = i; k >= before && peak - trace.timeAt(start + k) <= MAX_RISE_SECONDS; k--) {
                onset = phasic[k] < phasic[onset] ? k : onset;
            }
            before = i;
            double amplitude = Math.max(phasic[i] - phasic[onset], smooth[i] - smooth[onset]);
            if (peak > reportedUntil && peak < to && amplitude >= threshold) {
                found.add(new Response(trace.timeAt(start + onset), peak, amplitude));
            }
        }
        reportedUntil = Math.max(reportedUntil, to);
        return found;
    }

    /** Height of a peak above the higher one of the two adjacent valleys. */
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
