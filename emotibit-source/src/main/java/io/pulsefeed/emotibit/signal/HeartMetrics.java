package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses among the PPG channels and writes heart and breathing metrics, or why they are absent. */
final class HeartMetrics {

    private static final double LEAST_SHARE_OF_SHORT_WINDOW = 0.5;
    private static final double LEAST_SHARE_OF_LONG_WINDOW = 0.55;
    /** A channel is left for a better one only, not for an equal one: each has a slightly different pulse. */
    private static final double WORTH_A_CHANGE = 0.05;

    /** Least slope skewness of a wave that is taken for a pulse although the electrodes touch nothing. */
    private static final double SYSTOLIC_EDGE = 0.3;

    private static final List<String> CHANNELS = List.of("PI", "PG", "PR");

    private final MetricConfig settings;
    private final Map<String, Trace> traces;
    private final Motion motion;
    private String channel;
    private double shortQuality;

    HeartMetrics(MetricConfig settings, Map<String, Trace> traces, Motion motion) {
        this.settings = settings;
        this.traces = traces;
        this.motion = motion;
    }

    /** The channel in use; null before the first window with PPG. */
    String channel() {
        return channel;
    }

    /** Quality of the last short window. */
    double shortQuality() {
        return shortQuality;
    }

    /** Adds what can be said at {@code end}; signals may reach a little beyond it. */
    void addTo(WindowDraft draft, double end, boolean longWindowFull) {
        double longSeconds = settings.longWindowMs() / 1000.0;
        double shortSeconds = settings.shortWindowMs() / 1000.0;
        Map<String, PulseAnalysis> candidates = new LinkedHashMap<>();
        for (String tag : CHANNELS) {
            Trace trace = traces.get(tag);
            if (trace != null && trace.indexAt(end) > trace.indexAt(end - shortSeconds)) {
                candidates.put(tag, new PulseAnalysis(trace, motion, end - longSeconds - 5, end + 5));
            }
        }
        if (candidates.isEmpty()) {
            shortQuality = 0;
            return;
        }
        channel = choose(candidates, end - longSeconds, end);
        PulseAnalysis pulse = candidates.get(channel);
        if (touchesNothing(end - shortSeconds, end) && pulse.slopeSkewness(end - longSeconds, end) < SYSTOLIC_EDGE) {
            shortQuality = 0;
            draft.quality("bpm", 0);
            draft.missing(
                    "no skin contact, and no systolic edge in the light",
                    "bpm",
                    "ibi",
                    "sdnn",
                    "rmssd",
                    "pnn50",
                    "breathingrate");
            return;
        }
        addRate(draft, pulse, end - shortSeconds, end);
        if (longWindowFull) {
            addVariability(draft, pulse, end - longSeconds, end);
        } else {
            draft.missing("the session is younger than the window", "sdnn", "rmssd", "pnn50", "breathingrate");
        }
    }

    private boolean touchesNothing(double from, double to) {
        Trace conductance = traces.get("EA");
        return conductance != null && conductance.mean(from, to) < Wearing.OPEN_CIRCUIT;
    }

    private String choose(Map<String, PulseAnalysis> candidates, double from, double to) {
        String best = candidates.containsKey(channel) ? channel : null;
        double bestQuality = best == null ? -1 : candidates.get(best).quality(from, to) + WORTH_A_CHANGE;
        for (Map.Entry<String, PulseAnalysis> candidate : candidates.entrySet()) {
            double quality = candidate.getValue().quality(from, to);
            if (quality > bestQuality) {
                best = candidate.getKey();
                bestQuality = quality;
            }
        }
        return best;
    }

    private void addRate(WindowDraft draft, PulseAnalysis pulse, double from, double to) {
        HeartWindow window = pulse.window(from, to);
        shortQuality = pulse.quality(from, to);
        draft.quality("bpm", shortQuality);
        if (shortQuality < settings.rateQuality()) {
            draft.missing(Disturbance.of(pulse, motion, from, to), "bpm", "ibi");
        } else if (window.coveredSeconds() < LEAST_SHARE_OF_SHORT_WINDOW * (to - from)
                && window.coveredSeconds() < to - from - 2.5 * window.meanMs() / 1000) {
            draft.missing("too few normal beats in the window", "bpm", "ibi");
        } else {
            draft.metric("bpm", window.beatsPerMinute());
            draft.metric("ibi", window.meanMs());
        }
    }

    private void addVariability(WindowDraft draft, PulseAnalysis pulse, double from, double to) {
        HeartWindow window = pulse.window(from, to);
        double quality = pulse.quality(from, to);
        draft.quality("variability", quality);
        boolean covered = window.coveredSeconds() >= LEAST_SHARE_OF_LONG_WINDOW * (to - from);
        if (covered && quality >= settings.rateQuality()) {
            draft.metric("bpm_long", window.beatsPerMinute());
            double breaths = BreathingRate.of(pulse.beats(), pulse.intervals(), from, to);
            if (Double.isNaN(breaths)) {
                draft.missing("height, baseline and interval of the pulse disagree about breathing", "breathingrate");
            } else {
                draft.metric("breathingrate", breaths);
            }
        } else {
            draft.missing(
                    covered ? Disturbance.of(pulse, motion, from, to) : "too few normal beats in the window",
                    "breathingrate");
        }
        if (covered && quality >= settings.variabilityQuality()) {
            draft.metric("sdnn", window.sdnnMs());
            draft.metric("rmssd", window.rmssdMs());
            draft.metric("pnn50", window.pnn50Percent());
        } else {
            draft.missing(
                    covered ? "signal quality below the limit of variability" : "too few normal beats in the window",
                    "sdnn",
                    "rmssd",
                    "pnn50");
        }
    }
}
