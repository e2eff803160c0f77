package io.pulsefeed.timescale.metrics;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** Where the task's figures go. A figure has a name in kebab case, a help text and tags. */
public interface Metrics {

    /** For workers that offer no plugin metrics, and for tests. */
    Metrics NONE = (name, help, tags, value) -> {};

    /** Registers a figure that is read whenever somebody looks; {@code value} must be cheap and thread-safe. */
    void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value);

    /** Registers again what the worker refused; to be called every now and then. Costs nothing when it refused nothing. */
    default void retryRefused() {}

    /** A figure without tags of its own. */
    default void gauge(String name, String help, DoubleSupplier value) {
        gauge(name, help, Map.of(), value);
    }
}
