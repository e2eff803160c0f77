package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.List;
import java.util.Map;

/** Metrics of the short window other than the heart's: skin conductance, temperature, movement, battery, wearing. */
final class LevelMetrics {

    private static final double GOOD_PULSE = 0.85;
    private static final String DEFAULT_LIGHT = "PI";

    private final double shortSeconds;
    private final double scrThreshold;
    private final Map<String, Trace> traces;
    private final Motion motion;
    private final Trace conductance;
    private SkinConductance skin;
    private final Wearing wearing = new Wearing();
    private Boolean lastWorn;

    LevelMetrics(MetricConfig settings, Map<String, Trace> traces, Motion motion, Trace conductance) {
        this.shortSeconds = settings.shortWindowMs() / 1000.0;
        this.scrThreshold = settings.scrThresholdMicrosiemens();
        this.traces = traces;
        this.motion = motion;
        this.conductance = conductance;
        restart();
    }

    /** Forgets what was learned about times; what is worn stays worn. */
    void restart() {
        skin = new SkinConductance(conductance, scrThreshold);
    }

    /** Learns from the pulse of the window that ends at {@code end}. */
    void pulse(String channel, double quality, double end) {
        if (channel != null && quality >= GOOD_PULSE && light(channel) != null) {
            wearing.pulseSeen(light(channel).mean(end - shortSeconds, end));
        }
    }

    /** Whether the device was put on (true) or taken off (false) in the second that ends at {@code now}; null when neither. */
    Boolean wearing(String channel, double now) {
        Boolean worn = wearing.update(conductance, light(channel), now);
        if (worn == null || worn.equals(lastWorn)) {
            return null;
        }
        lastWorn = worn;
        return worn;
    }

    /** Adds the metrics of the window that ends at {@code end}; returns the skin conductance responses that are new. */
    List<SkinConductance.Response> addTo(WindowDraft draft, double end) {
        double from = end - shortSeconds;
        List<SkinConductance.Response> responses = addConductance(draft, from, end);
        addMean(draft, "skt", traces.containsKey("TH") ? "TH" : "T1", from, end);
        addMean(draft, "temp", "T0", from, end);
        addMean(draft, "hum", "H0", from, end);
        addAcceleration(draft, from, end);
        addBattery(draft, end);
        Boolean worn = wearing.worn(end);
        if (worn != null) {
            draft.metric("wearing_status_numeric", worn ? 1 : 0);
        }
        return responses;
    }

    private Trace light(String channel) {
        return traces.get(channel == null ? DEFAULT_LIGHT : channel);
    }

    private List<SkinConductance.Response> addConductance(WindowDraft draft, double from, double end) {
        if (conductance.indexAt(end) == conductance.indexAt(from)) {
            return List.of();
        }
        SkinConductance.Result result = skin.window(from, end);
        if (result == null) {
            draft.missing(
                    "skin conductance clamped or interrupted",
                    "eda_tonic_mean",
                    "eda_phasic_mean",
                    "scr_amplitude_mean");
            return List.of();
        }
        draft.metric("eda_tonic_mean", result.tonicMean());
        draft.metric("eda_phasic_mean", result.phasicMean());
        draft.metric("scr_count", result.responses().size());
        if (result.responses().isEmpty()) {
            draft.missing("no skin conductance response in the window", "scr_amplitude_mean");
        } else {
            double sum = 0;
            for (SkinConductance.Response response : result.responses()) {
                sum += response.amplitude();
            }
            draft.metric("scr_amplitude_mean", sum / result.responses().size());
        }
        return result.responses();
    }

    private void addMean(WindowDraft draft, String metric, String tag, double from, double end) {
        Trace trace = traces.get(tag);
        double mean = trace == null ? Double.NaN : trace.mean(from, end);
        if (!Double.isNaN(mean)) {
            draft.metric(metric, mean);
        }
    }

    private void addAcceleration(WindowDraft draft, double from, double end) {
        double[] magnitude = Statistics.present(motion.magnitude(from, end));
        if (magnitude.length < 2) {
            return;
        }
        double sum = 0;
        double squares = 0;
        for (double m : magnitude) {
            sum += m;
            squares += m * m;
        }
        double mean = sum / magnitude.length;
        draft.metric("acceleration", mean);
        draft.metric("acceleration_sd", Math.sqrt(Math.max(0, squares / magnitude.length - mean * mean)));
    }

    /** The battery reports every five seconds, so a window may hold one report or, with a lost packet, none. */
    private void addBattery(WindowDraft draft, double end) {
        Trace trace = traces.get("B%");
        double mean = trace == null ? Double.NaN : trace.mean(end - 2 * shortSeconds, end);
        if (!Double.isNaN(mean)) {
            draft.metric("battery", mean);
        }
    }
}
