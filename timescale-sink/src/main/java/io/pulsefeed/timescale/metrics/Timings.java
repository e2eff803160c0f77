package io.pulsefeed.timescale.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import java.util.Arrays;

/** Quantiles of the last 1024 durations. Thread-safe. */
final class Timings {

    private static final int CAPACITY = 1024;

    private final long[] ring = new long[CAPACITY];
    private long count;

    synchronized void add(long durationNs) {
        ring[(int) (count++ % CAPACITY)] = durationNs;
    }

    /** Milliseconds; NaN before the first duration. */
    synchronized double quantileMs(double share) {
        int size = (int) Math.min(count, CAPACITY);
        if (size == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(ring, size);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(size - 1, Math.ceil(share * size) - (share < 1 ? 0 : 1))] / 1e6;
    }

    void register(TaskMetrics registry, String name, String description) {
        registry.gauge(name + "-p50", description + ", median of the last thousand", () -> quantileMs(0.5));
        registry.gauge(name + "-p99", description + ", 99th percentile of the last thousand", () -> quantileMs(0.99));
        registry.gauge(name + "-max", description + ", longest of the last thousand", () -> quantileMs(1));
    }
}
