package io.pulsefeed.timescale.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import java.util.Arrays;

/** The last thousand durations, for their quantiles. */
final class Timings {

    private static final int KEPT = 1024;

    private final long[] ring = new long[KEPT];
    private long count;

    synchronized void add(long nanos) {
        ring[(int) (count++ % KEPT)] = nanos;
    }

    /** Milliseconds; not a number before the first duration. */
    synchronized double quantile(double share) {
        int size = (int) Math.min(count, KEPT);
        if (size == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(ring, size);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(size - 1, Math.ceil(share * size) - (share < 1 ? 0 : 1))] / 1e6;
    }

    void register(TaskMetrics registry, String name, String help) {
        registry.gauge(name + "-p50", help + ", median of the last thousand", () -> quantile(0.5));
        registry.gauge(name + "-p99", help + ", 99th percentile of the last thousand", () -> quantile(0.99));
        registry.gauge(name + "-max", help + ", longest of the last thousand", () -> quantile(1));
    }
}
