package io.pulsefeed.timescale.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's own registry, where it has one. They appear as {@code kafka.connect:type=plugins,connector=..,task=..} and the
 * worker removes them at the task's end.
 */
public final class WorkerMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);

    private WorkerMetrics() {}

    /** {@link SinkTaskContext#pluginMetrics()} came with Kafka 4.1; a 4.0 worker runs the task without figures. */
    public static Metrics of(SinkTaskContext context) {
        try {
            return Registry.of(context);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return Metrics.NONE;
        }
    }

    /**
     * Holds the newer class out of {@link WorkerMetrics}, so that loading that one never fails.
     *
     * <p>A worker that loses its broker gives up tasks which do not stop in time, and starts them anew while they still run.
     * Until the old instance has ended the names are its own; the new one runs without them, and takes them then.
     */
    private static final class Registry implements Metrics {

        private record Figure(String name, String help, Map<String, String> tags, DoubleSupplier value) {}

        private final PluginMetrics registry;
        private final Queue<Figure> refused = new ConcurrentLinkedQueue<>();

        private Registry(PluginMetrics registry) {
            this.registry = registry;
        }

        static Metrics of(SinkTaskContext context) {
            PluginMetrics registry = context.pluginMetrics();
            return registry == null ? Metrics.NONE : new Registry(registry);
        }

        @Override
        public void gauge(String name, String help, Map<String, String> tags, DoubleSupplier value) {
            Figure figure = new Figure(name, help, tags, value);
            if (!registers(figure)) {
                if (refused.isEmpty()) {
                    LOG.warn(
                            "An earlier instance of this task still runs and holds its figures (first {}); this one runs "
                                    + "without them until that one has ended.",
                            name);
                }
                refused.add(figure);
            }
        }

        private boolean registers(Figure figure) {
            MetricName metric = registry.metricName(figure.name, figure.help, new LinkedHashMap<>(figure.tags));
            try {
                registry.addMetric(metric, (Gauge<Double>) (config, now) -> figure.value.getAsDouble());
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public void retryRefused() {
            for (Figure next = refused.peek(); next != null && registers(next); next = refused.peek()) {
                refused.remove();
            }
        }
    }
}
