package io.pulsefeed.commons.metrics;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** Registers a task's metrics. A metric has a kebab-case name, a description and tags. */
public interface TaskMetrics {

    /** For workers without plugin metrics, and for tests. */
    TaskMetrics NONE = (name, description, tags, value) -> {};

    /** Registers a gauge. {@code value} is called at each read; it must be cheap and thread-safe. */
    void gauge(String name, String description, Map<String, String> tags, DoubleSupplier value);

    /** Registers a gauge without tags. */
    default void gauge(String name, String description, DoubleSupplier value) {
        gauge(name, description, Map.of(), value);
    }

    /**
     * Registers the metrics whose names a previous instance of the task still held when they were added. Call it periodically;
     * it does nothing when no metric is pending.
     */
    default void registerPending() {}
}
