package io.pulsefeed.commons.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's own metric registry, where it has one. Its metrics appear as
 * {@code kafka.connect:type=plugins,connector=..,task=..}; the worker removes them when the task ends.
 */
public final class WorkerMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);

    private WorkerMetrics() {}

    /** {@link SourceTaskContext#pluginMetrics()} was added in Kafka 4.1; older workers run the task without metrics. */
    public static TaskMetrics of(SourceTaskContext context) {
        try {
            return Registry.of(context);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return TaskMetrics.NONE;
        }
    }

    /** {@link SinkTaskContext#pluginMetrics()} was added in Kafka 4.1; older workers run the task without metrics. */
    public static TaskMetrics of(SinkTaskContext context) {
        try {
            return Registry.of(context);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return TaskMetrics.NONE;
        }
    }

    /**
     * Keeps the newer class out of {@link WorkerMetrics}, so that loading that class never fails.
     *
     * <p>A worker that loses its broker cancels tasks that do not stop in time, and starts new instances while the old ones
     * still run. Until the old instance ends, its metric names are taken: those metrics of the new instance stay pending.
     */
    private static final class Registry implements TaskMetrics {

        private record Metric(String name, String description, Map<String, String> tags, DoubleSupplier value) {}

        private final PluginMetrics registry;
        private final Queue<Metric> pending = new ConcurrentLinkedQueue<>();

        private Registry(PluginMetrics registry) {
            this.registry = registry;
        }

        static TaskMetrics of(SourceTaskContext context) {
            PluginMetrics registry = context.pluginMetrics();
            return registry == null ? TaskMetrics.NONE : new Registry(registry);
        }

        static TaskMetrics of(SinkTaskContext context) {
            PluginMetrics registry = context.pluginMetrics();
            return registry == null ? TaskMetrics.NONE : new Registry(registry);
        }

        @Override
        public void gauge(String name, String description, Map<String, String> tags, DoubleSupplier value) {
            Metric metric = new Metric(name, description, tags, value);
            if (!register(metric)) {
                if (pending.isEmpty()) {
                    LOG.warn("{}: metrics are still registered by the previous task instance; retrying", name);
                }
                pending.add(metric);
            }
        }

        private boolean register(Metric metric) {
            MetricName name = registry.metricName(metric.name, metric.description, new LinkedHashMap<>(metric.tags));
            try {
                registry.addMetric(name, (Gauge<Double>) (config, now) -> metric.value.getAsDouble());
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public void registerPending() {
            for (Metric next = pending.peek(); next != null && register(next); next = pending.peek()) {
                pending.remove();
            }
        }
    }
}
