package io.pulsefeed.article.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * The worker's own registry, where it has one. They appear as {@code kafka.connect:type=plugins,connector=..,task=..} and the
 * worker removes them at the task's end.
 */
public final class WorkerMetrics {

    private WorkerMetrics() {}

    /** {@link SourceTaskContext#pluginMetrics()} came with Kafka 4.1; a 4.0 worker runs the task without figures. */
    public static Metrics of(SourceTaskContext context) {
        try {
            return Registry.of(context);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return Metrics.NONE;
        }
    }

    /** Holds the newer class out of {@link WorkerMetrics}, so that loading that one never fails. */
    private static final class Registry {

        static Metrics of(SourceTaskContext context) {
            PluginMetrics registry = context.pluginMetrics();
            return registry == null
                    ? Metrics.NONE
                    : (name, help, tags, value) -> register(registry, name, help, tags, value);
        }

        private static void register(
                PluginMetrics registry, String name, String help, Map<String, String> tags, DoubleSupplier value) {
            MetricName metric = registry.metricName(name, help, new LinkedHashMap<>(tags));
            registry.addMetric(metric, (Gauge<Double>) (config, now) -> value.getAsDouble());
        }
    }
}
