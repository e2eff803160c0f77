package io.pulsefeed.emotibit.signal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the metrics of one window. */
final class MetricWindowBuilder {

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

    void absent(String reason, String... names) {
        for (String name : names) {
            reasons.put(name, reason);
        }
    }

    MetricWindow build(long endEpochUs) {
        DocumentedMetrics.ABSENT_WITHOUT_DATA.forEach((name, reason) -> {
            if (!metrics.containsKey(name)) {
                reasons.putIfAbsent(name, reason);
            }
        });
        return new MetricWindow(
                endEpochUs,
                Collections.unmodifiableMap(metrics),
                Collections.unmodifiableMap(quality),
                Collections.unmodifiableMap(reasons));
    }
}
