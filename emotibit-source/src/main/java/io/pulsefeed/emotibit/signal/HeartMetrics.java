package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.signal.Intervals.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Selects a PPG channel and adds heart and breathing metrics, or the reasons for their absence. */
final class HeartMetrics {

    private static final double SAME_BEAT_SECONDS = 0.15;
    private static final double MIN_SHORT_WINDOW_COVERAGE = 0.5;
    private static final double MIN_LONG_WINDOW_COVERAGE = 0.55;
    /** Quality advantage required to change the channel. Frequent changes add noise, because the pulse differs between channels. */
    private static final double CHANGE_THRESHOLD = 0.05;

    /** Minimum slope skewness of a pulse wave if the electrodes have no contact. */
    private static final double SYSTOLIC_EDGE = 0.3;

    private static final List<String> CHANNELS = List.of("PI", "PG", "PR");

    private final MetricConfig config;
    private final Map<String, Trace> traces;
    private final Motion motion;
    private @Nullable String channel;
    private double shortQuality;
    private List<Interval> rated = List.of();
    private double reportedUntil = Double.NEGATIVE_INFINITY;

    HeartMetrics(MetricConfig config, Map<String, Trace> traces, Motion motion) {
        this.config = config;
        this.traces = traces;
        this.motion = motion;
    }

    /** The selected channel; null before the first window with PPG. */
    @Nullable
    String channel() {
        return channel;
    }

    /** Quality of the latest short window. */
    double shortQuality() {
        return shortQuality;
    }

    /** Forgets the reported beats, when times restart. */
    void restart() {
        reportedUntil = Double.NEGATIVE_INFINITY;
    }

    /** The intervals of the latest window, if it has a heart rate, that end before {@code end} and were not returned before. */
    List<Interval> newIntervals(double end) {
        List<Interval> found = new ArrayList<>();
        for (Interval interval : rated) {
            // The time of a beat changes by some ms between windows, so a beat near the last one is the same beat.
            if (interval.toSeconds() > reportedUntil + SAME_BEAT_SECONDS && interval.toSeconds() < end) {
                found.add(interval);
            }
        }
        if (!found.isEmpty()) {
            reportedUntil = found.get(found.size() - 1).toSeconds();
        }
        return found;
    }

    /** Adds the metrics of the windows that end at {@code end}. */
    void addTo(MetricWindowBuilder window, double end, boolean longWindowFull) {
        rated = List.of();
        double longSeconds = config.longWindowMs() / 1000.0;
        double shortSeconds = config.shortWindowMs() / 1000.0;
        Map<String, PulseAnalysis> candidates = new LinkedHashMap<>();
        for (String tag : CHANNELS) {
            Trace trace = traces.get(tag);
            if (trace != null && trace.indexAt(end) > trace.indexAt(end - shortSeconds)) {
                candidates.put(
                        tag,
                        new PulseAnalysis(trace, motion, end - longSeconds - 5, end + BodySignals.LOOK_AHEAD_SECONDS));
            }
        }
        if (candidates.isEmpty()) {
            shortQuality = 0;
            return;
        }
        channel = choose(candidates, end - longSeconds, end);
        PulseAnalysis pulse = candidates.get(channel);
        if (isOpenCircuit(end - shortSeconds, end) && pulse.slopeSkewness(end - longSeconds, end) < SYSTOLIC_EDGE) {
            shortQuality = 0;
            window.quality("bpm", 0);
            window.absent(
                    "no skin contact, and no systolic edge in the light",
                    "bpm",
                    "ibi",
                    "sdnn",
                    "rmssd",
                    "pnn50",
                    "breathingrate");
            return;
        }
        addRate(window, pulse, end - shortSeconds, end);
        if (longWindowFull) {
            addVariability(window, pulse, end - longSeconds, end);
        } else {
            window.absent("the session is younger than the window", "sdnn", "rmssd", "pnn50", "breathingrate");
        }
    }

    private boolean isOpenCircuit(double from, double to) {
        Trace conductance = traces.get("EA");
        return conductance != null && conductance.mean(from, to) < SkinConductance.OPEN_CIRCUIT;
    }

    private String choose(Map<String, PulseAnalysis> candidates, double from, double to) {
        String best = candidates.containsKey(channel) ? channel : null;
        double bestQuality = best == null ? -1 : candidates.get(best).quality(from, to) + CHANGE_THRESHOLD;
        for (Map.Entry<String, PulseAnalysis> candidate : candidates.entrySet()) {
            double quality = candidate.getValue().quality(from, to);
            if (quality > bestQuality) {
                best = candidate.getKey();
                bestQuality = quality;
            }
        }
        return best;
    }

    private void addRate(MetricWindowBuilder window, PulseAnalysis pulse, double from, double to) {
        HeartWindow heart = pulse.window(from, to);
        shortQuality = pulse.quality(from, to);
        window.quality("bpm", shortQuality);
        if (shortQuality < config.rateQuality()) {
            window.absent(AbsenceReason.of(pulse, motion, from, to), "bpm", "ibi");
        } else if (heart.coveredSeconds() < MIN_SHORT_WINDOW_COVERAGE * (to - from)
                && heart.coveredSeconds() < to - from - 2.5 * heart.meanMs() / 1000) {
            window.absent("too few normal beats in the window", "bpm", "ibi");
        } else {
            window.metric("bpm", heart.beatsPerMinute());
            window.metric("ibi", heart.meanMs());
            rated = pulse.intervals().stream()
                    .filter(interval -> interval.toSeconds() >= from)
                    .toList();
        }
    }

    private void addVariability(MetricWindowBuilder window, PulseAnalysis pulse, double from, double to) {
        HeartWindow heart = pulse.window(from, to);
        double quality = pulse.quality(from, to);
        window.quality("variability", quality);
        boolean covered = heart.coveredSeconds() >= MIN_LONG_WINDOW_COVERAGE * (to - from);
        if (covered && quality >= config.rateQuality()) {
            window.metric("bpm_long", heart.beatsPerMinute());
            BreathingRate.Estimate breaths = BreathingRate.of(pulse.beats(), pulse.intervals(), from, to);
            window.quality("breathingrate", breaths.concentration());
            if (Double.isNaN(breaths.perMinute())) {
                window.absent("height, baseline and interval of the pulse disagree about breathing", "breathingrate");
            } else {
                window.metric("breathingrate", breaths.perMinute());
            }
        } else {
            window.absent(
                    covered ? AbsenceReason.of(pulse, motion, from, to) : "too few normal beats in the window",
                    "breathingrate");
        }
        String reason = !covered
                ? "too few normal beats in the window"
                : quality < config.variabilityQuality()
                        ? "signal quality below the limit of variability"
                        : VariabilityGate.DEFAULT.reasonOfAbsence(heart);
        if (reason == null) {
            window.metric("sdnn", heart.pureSdnnMs());
            window.metric("rmssd", heart.pureRmssdMs());
            window.metric("pnn50", heart.pnn50Percent());
        } else {
            window.absent(reason, "sdnn", "rmssd", "pnn50");
        }
    }
}
