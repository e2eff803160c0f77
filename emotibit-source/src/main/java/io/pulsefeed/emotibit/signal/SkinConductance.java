package io.pulsefeed.emotibit.signal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tonic level, phasic part and responses of skin conductance (Boucsein et al.: Publication recommendations for electrodermal
 * measurements, Psychophysiology 49, 2012; filters as in NeuroKit2, Makowski et al., Behavior Research Methods 53, 2021, at 1 Hz).
 *
 * <p>Responses overlap: the next one often starts while the previous one decays. As in Benedek and Kaernbach (A continuous measure of
 * phasic electrodermal activity, Journal of Neuroscience Methods 190, 2010), the decay is removed before the search. The amplitude is
 * the height above the continued decay.
 *
 * <pre>
 *   conductance             without decay          amplitude
 *        /\                    |                      /\  ^
 *       /  \_/\                |  |                  /  \ |
 *      /      \__             _|  |_               _/....\v....  continued decay
 * </pre>
 */
final class SkinConductance {

    static final double HISTORY_SECONDS = 120;
    /** Microsiemens below which the electrodes have no contact; an open circuit measures 0.030. */
    static final double OPEN_CIRCUIT = 0.036;
    /** Microsiemens to which the firmware clamps a short circuit. */
    static final double SHORT_CIRCUIT = 10_000;

    private static final double SMOOTH_HZ = 1;
    private static final double TONIC_HZ = 0.05;
    /** Decay time of a response. Half of the amplitude is gone after 2 to 10 s, with the rise included. */
    private static final double DECAY_SECONDS = 2.5;
    /** Minimum prominence of the signal without decay, in microsiemens; it rises several times as high as the response. */
    private static final double PROMINENCE = 0.05;

    private static final double MAX_DRIVE_SECONDS = 2;
    private static final double MAX_RISE_SECONDS = 3;
    /** The slope before an onset is measured over this time. */
    private static final double SLOPE_SECONDS = 0.7;

    private static final double MIN_SECONDS = 5;
    /** Microsiemens by which an isolated sample differs at least from those next to it. */
    private static final double ISOLATED = 0.5;

    /** Skin conductance changes slowly, so lost samples of up to a second are interpolated. */
    private static final double MAX_BRIDGE_SECONDS = 1;

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

    /** The result of a window; null if the signal is too short, interrupted, clamped or open. */
    @Nullable
    Result window(double from, double to) {
        int end = trace.indexAt(to + BodySignals.LOOK_AHEAD_SECONDS);
        int start = startOfRun(end, to);
        while (end > start && Double.isNaN(trace.valueAt(end - 1))) {
            end--;
        }
        if (end - start < 2
                || trace.timeAt(start) > from + (to - from) / 2
                || trace.timeAt(end - 1) < to - MAX_BRIDGE_SECONDS
                || trace.timeAt(end - 1) - trace.timeAt(start) < MIN_SECONDS) {
            return null;
        }
        double[] raw = bridged(start, end);
        double rate = (raw.length - 1) / (trace.timeAt(end - 1) - trace.timeAt(start));
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
        return new Result(tonicSum / n, phasicSum / n, newResponses(smooth, start, to));
    }

    /** The first usable sample of the run that ends at {@code end}, at most {@link #HISTORY_SECONDS} ago. */
    private int startOfRun(int end, double to) {
        int first = end;
        for (int i = end - 1; i >= 0 && trace.timeAt(i) >= to - HISTORY_SECONDS; i--) {
            double value = trace.valueAt(i);
            boolean missing = Double.isNaN(value);
            boolean tooLong = first < end && trace.timeAt(first) - trace.timeAt(i) > MAX_BRIDGE_SECONDS;
            if (missing ? tooLong : !isConnected(value)) {
                break;
            }
            first = missing ? first : i;
        }
        return first;
    }

    private static boolean isConnected(double value) {
        return value > OPEN_CIRCUIT && value < SHORT_CIRCUIT;
    }

    /** The samples of a run. Lost and isolated ones are interpolated. */
    private double[] bridged(int start, int end) {
        double[] raw = new double[end - start];
        int before = 0;
        for (int i = 0; i < raw.length; i++) {
            raw[i] = trace.valueAt(start + i);
            boolean isInside = i > 0 && i < raw.length - 1;
            if (!Double.isNaN(raw[i]) && !(isInside && isIsolated(start + i))) {
                for (int k = before + 1; k < i; k++) {
                    raw[k] = raw[before] + (raw[i] - raw[before]) * (k - before) / (i - before);
                }
                before = i;
            }
        }
        return raw;
    }

    /**
     * Whether a sample differs from the samples before and after it, which agree, by more than skin conductance can change: a response
     * rises by a few microsiemens in a second, and does not fall in the next sample.
     */
    private boolean isIsolated(int index) {
        double value = trace.valueAt(index);
        double before = value - trace.valueAt(index - 1);
        double after = value - trace.valueAt(index + 1);
        double least = Math.min(Math.abs(before), Math.abs(after));
        return before * after > 0 && least > ISOLATED && Math.abs(before - after) < least;
    }

    /** The share of a window in which the electrodes measure skin, 0 to 1. */
    double usableShare(double from, double to) {
        int first = trace.indexAt(from);
        int last = trace.indexAt(to);
        int usable = 0;
        int present = 0;
        for (int i = first; i < last; i++) {
            usable += isConnected(trace.valueAt(i)) ? 1 : 0;
            present += Double.isNaN(trace.valueAt(i)) ? 0 : 1;
        }
        return present == 0 ? 0 : trace.coverage(from, to) * usable / present;
    }

    /** Why a window has no result. */
    String reasonOfAbsence(double from, double to) {
        int open = 0;
        int clamped = 0;
        int last = trace.indexAt(to);
        for (int i = trace.indexAt(from); i < last; i++) {
            open += trace.valueAt(i) <= OPEN_CIRCUIT ? 1 : 0;
            clamped += trace.valueAt(i) >= SHORT_CIRCUIT ? 1 : 0;
        }
        if (open > 0 || clamped > 0) {
            return open >= clamped ? "electrodes open: no skin contact" : "skin conductance clamped: short circuit";
        }
        return "skin conductance interrupted";
    }

    private List<Response> newResponses(double[] smooth, int start, double to) {
        List<Response> found = new ArrayList<>();
        double[] drive = withoutDecay(smooth, start);
        List<Integer> tops = new ArrayList<>();
        for (int i = 1; i < drive.length - 1; i++) {
            if (drive[i] > drive[i - 1] && drive[i] >= drive[i + 1] && prominence(drive, i) >= PROMINENCE) {
                tops.add(i);
            }
        }
        int[] onsets = new int[tops.size() + 1];
        onsets[tops.size()] = drive.length - 1;
        for (int k = 0; k < tops.size(); k++) {
            onsets[k] = onset(drive, tops.get(k), k == 0 ? 0 : tops.get(k - 1), start);
        }
        for (int k = 0; k < tops.size(); k++) {
            Response response = response(smooth, onsets[k], onsets[k + 1], start);
            if (response.peak() > reportedUntil && response.peak() < to && response.amplitude() >= threshold) {
                found.add(response);
            }
        }
        reportedUntil = Math.max(reportedUntil, to);
        return found;
    }

    /**
     * Removes the exponential decay of responses (signal plus decay time times slope), so that a response on the falling slope of the
     * previous one has its own peak, too.
     */
    private double[] withoutDecay(double[] smooth, int start) {
        double[] drive = new double[smooth.length];
        for (int i = 0; i < smooth.length; i++) {
            int low = Math.max(0, i - 1);
            int high = Math.min(smooth.length - 1, i + 1);
            double slope = (smooth[high] - smooth[low]) / (trace.timeAt(start + high) - trace.timeAt(start + low));
            drive[i] = smooth[i] + DECAY_SECONDS * slope;
        }
        return drive;
    }

    /** The lowest point before the top of a drive, where the response starts. */
    private int onset(double[] drive, int top, int previousTop, int start) {
        int onset = top;
        double topAt = trace.timeAt(start + top);
        for (int i = top; i >= previousTop && topAt - trace.timeAt(start + i) <= MAX_DRIVE_SECONDS; i--) {
            onset = drive[i] < drive[onset] ? i : onset;
        }
        return onset;
    }

    /** The highest point of the signal above the continued decay before the onset. */
    private Response response(double[] smooth, int onset, int next, int start) {
        double onsetAt = trace.timeAt(start + onset);
        int before = onset;
        while (before > 0 && onsetAt - trace.timeAt(start + before) < SLOPE_SECONDS) {
            before--;
        }
        double slope = before == onset
                ? 0
                : Math.min(0, (smooth[onset] - smooth[before]) / (onsetAt - trace.timeAt(start + before)));
        int peak = onset;
        double amplitude = 0;
        for (int i = onset; i <= next && trace.timeAt(start + i) - onsetAt <= MAX_RISE_SECONDS; i++) {
            double since = trace.timeAt(start + i) - onsetAt;
            double decayed = smooth[onset] + slope * DECAY_SECONDS * (1 - Math.exp(-since / DECAY_SECONDS));
            if (smooth[i] - decayed > amplitude) {
                amplitude = smooth[i] - decayed;
                peak = i;
            }
        }
        return new Response(onsetAt, trace.timeAt(start + peak), amplitude);
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
