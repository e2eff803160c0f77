package io.pulsefeed.emotibit.signal;

import io.pulsefeed.emotibit.config.MetricConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metrics of the short window except those of the heart: skin conductance, temperature, acceleration, battery, wearing. */
final class SensorMetrics {

    private static final double GOOD_PULSE = 0.85;
    private static final String DEFAULT_CHANNEL = "PI";
    private static final List<String> AXES = List.of("AX", "AY", "AZ");

    private final double shortSeconds;
    private final double scrThreshold;
    private final Map<String, Trace> traces;
    private final Motion motion;
    private final Trace conductance;
    private SkinConductance skin;
    private final WearDetector wearing = new WearDetector();
    private @Nullable Boolean lastWorn;
    /** Times of the last values outside of the range of their sensor, by tag. */
    private final Map<String, Double> outOfRange = new HashMap<>();

    SensorMetrics(MetricConfig config, Map<String, Trace> traces, Motion motion, Trace conductance) {
        this.shortSeconds = config.shortWindowMs() / 1000.0;
        this.scrThreshold = config.scrThresholdMicrosiemens();
        this.traces = traces;
        this.motion = motion;
        this.conductance = conductance;
        restart();
    }

    /** Discards the state that depends on times. Keeps whether the device is worn. */
    void restart() {
        skin = new SkinConductance(conductance, scrThreshold);
        outOfRange.clear();
    }

    /** Takes the time of a packet with values that the sensor of the tag cannot measure. */
    void onOutOfRange(String typeTag, double seconds) {
        outOfRange.put(typeTag, seconds);
    }

    private boolean isOutOfRange(String typeTag, double from) {
        return outOfRange.getOrDefault(typeTag, Double.NEGATIVE_INFINITY) >= from;
    }

    /** Takes the pulse quality of the window that ends at {@code end}; a good pulse calibrates the wear detection. */
    void onPulseQuality(@Nullable String channel, double quality, double end) {
        if (channel != null && quality >= GOOD_PULSE && light(channel) != null) {
            wearing.onGoodPulse(light(channel).mean(end - shortSeconds, end));
        }
    }

    /** Whether the device was put on (true) or taken off (false) in the second before {@code now}; null if neither. */
    @Nullable
    Boolean wearingChange(@Nullable String channel, double now) {
        Boolean worn = wearing.update(conductance, light(channel), now);
        if (worn == null || worn.equals(lastWorn)) {
            return null;
        }
        lastWorn = worn;
        return worn;
    }

    /** Adds the metrics of the window that ends at {@code end}; returns the new skin conductance responses. */
    List<SkinConductance.Response> addTo(MetricWindowBuilder window, double end) {
        double from = end - shortSeconds;
        List<SkinConductance.Response> responses = addConductance(window, from, end);
        addMean(window, "skt", "TH", from, end);
        addMean(window, "temp", "T0", from, end);
        addMean(window, "hum", "H0", from, end);
        addMean(window, "oxygen", "O2", from, end);
        addAcceleration(window, from, end);
        // The device sends the level every five seconds, so one window has few samples, or none after packet loss.
        addMean(window, "battery", "B%", end - 2 * shortSeconds, end);
        addWearing(window, end);
        return responses;
    }

    private void addWearing(MetricWindowBuilder window, double end) {
        Boolean worn = wearing.worn(end);
        if (worn != null) {
            window.metric("wearing_status_numeric", worn ? 1 : 0);
            window.quality("wearing", wearing.agreement());
        } else if (lastWorn != null) {
            window.absent("skin conductance and light have stopped", "wearing_status_numeric");
        }
    }

    private @Nullable Trace light(@Nullable String channel) {
        return traces.get(channel == null ? DEFAULT_CHANNEL : channel);
    }

    private List<SkinConductance.Response> addConductance(MetricWindowBuilder window, double from, double end) {
        if (conductance.indexAt(end) == conductance.indexAt(from)) {
            window.absent("no skin conductance in the window", "scr_count");
            return List.of();
        }
        window.quality("eda", skin.usableShare(from, end));
        SkinConductance.Result result = skin.window(from, end);
        if (result == null) {
            window.absent(
                    skin.reasonOfAbsence(from, end),
                    "eda_tonic_mean",
                    "eda_phasic_mean",
                    "scr_count",
                    "scr_amplitude_mean");
            return List.of();
        }
        window.metric("eda_tonic_mean", result.tonicMean());
        window.metric("eda_phasic_mean", result.phasicMean());
        window.metric("scr_count", result.responses().size());
        if (result.responses().isEmpty()) {
            window.absent("no skin conductance response in the window", "scr_amplitude_mean");
        } else {
            double sum = 0;
            for (SkinConductance.Response response : result.responses()) {
                sum += response.amplitude();
            }
            window.metric("scr_amplitude_mean", sum / result.responses().size());
        }
        return result.responses();
    }

    private void addMean(MetricWindowBuilder window, String metric, String tag, double from, double end) {
        Trace trace = traces.get(tag);
        double mean = trace == null ? Double.NaN : trace.mean(from, end);
        if (!Double.isNaN(mean)) {
            window.metric(metric, mean);
            window.quality(metric, tag.equals("B%") ? 1 : trace.coverage(from, end));
        } else if (isOutOfRange(tag, from)) {
            window.absent("only values outside of the range of the sensor (" + tag + ") in the window", metric);
        }
    }

    private void addAcceleration(MetricWindowBuilder window, double from, double end) {
        double[] magnitude = Statistics.present(motion.magnitude(from, end));
        if (magnitude.length < 2) {
            if (motion.hasZeros(from, end) || AXES.stream().anyMatch(tag -> isOutOfRange(tag, from))) {
                window.absent("only values that the sensor cannot measure (AX, AY, AZ) in the window", "acceleration");
            }
            return;
        }
        double sum = 0;
        double squares = 0;
        for (double m : magnitude) {
            sum += m;
            squares += m * m;
        }
        double mean = sum / magnitude.length;
        window.metric("acceleration", mean);
        window.quality("acceleration", motion.coverage(from, end));
        window.metric("acceleration_sd", Math.sqrt(Math.max(0, squares / magnitude.length - mean * mean)));
    }
}
