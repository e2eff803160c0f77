package io.pulsefeed.emotibit.signal;

import java.util.Map;

/**
 * The metrics of one window end. What the signal does not carry is absent from {@code metrics} and has a reason.
 *
 * @param endEpochMicros end of the window
 * @param metrics name to value, units as documented in {@link BodySignals}
 * @param quality name to quality, 0 to 1
 * @param reasons metric name to why it is absent
 */
public record MetricWindow(
        long endEpochMicros, Map<String, Double> metrics, Map<String, Double> quality, Map<String, String> reasons) {}
