package io.pulsefeed.emotibit.signal;

import java.util.Map;

/**
 * The metrics of one window end. A metric that cannot be computed is absent from {@code metrics} and has a reason.
 *
 * @param endEpochUs end of the window, microseconds since 1970
 * @param metrics name to value, units as documented in {@link BodySignals}
 * @param quality name to quality, 0 to 1
 * @param reasons metric name to reason of its absence
 */
public record MetricWindow(
        long endEpochUs, Map<String, Double> metrics, Map<String, Double> quality, Map<String, String> reasons)
        implements BodyOutput {}
