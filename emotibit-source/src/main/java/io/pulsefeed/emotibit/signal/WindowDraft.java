package io.pulsefeed.emotibit.signal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A window under construction. */
final class WindowDraft {

    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Map<String, Double> quality = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    void metric(String name, double value) {
        if (Double.isFinite(value)) {
            metrics.put(name, value);
        } else {
            reasons.put(name, "not computable from this window");
        }
    }

    void quality(String name, double value) {
        quality.put(name, value);
    }

    void missing(String reason, String... names) {
        for (String name : names) {
            reasons.put(name, reason);
        }
    }

    /** Whether nothing was received that could be spoken of. */
    boolean isEmpty() {
        return metrics.isEmpty() && reasons.isEmpty();
    }

    MetricWindow at(long endEpochMicros) {
        return new MetricWindow(
                endEpochMicros,
                Collections.unmodifiableMap(metrics),
                Collections.unmodifiableMap(quality),
                Collections.unmodifiableMap(reasons));
    }
}
