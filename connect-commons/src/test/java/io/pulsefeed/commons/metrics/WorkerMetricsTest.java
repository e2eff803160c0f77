package io.pulsefeed.commons.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two instances of one task, which a worker has when the older one did not stop in time. */
class WorkerMetricsTest {

    private static final Map<String, String> TASK = Map.of("connector", "c", "task", "0");

    private final Metrics worker = new Metrics();

    @Test
    void newInstanceTakesOverMetricsWhenThePreviousOneEnds() throws Exception {
        PluginMetricsImpl previous = new PluginMetricsImpl(worker, TASK);
        WorkerMetrics.of(sourceContext(previous)).gauge("rows-total", "", () -> 1);
        WorkerMetrics.of(sourceContext(previous)).gauge("bytes-total", "", () -> 1);

        TaskMetrics current = WorkerMetrics.of(sourceContext(new PluginMetricsImpl(worker, TASK)));
        current.gauge("rows-total", "", () -> 2);
        current.gauge("bytes-total", "", Map.of(), () -> 2);
        current.gauge("new-total", "", () -> 2);
        current.registerPending();
        assertThat(value("rows-total")).isEqualTo(1.0);
        assertThat(value("new-total")).isEqualTo(2.0);

        previous.close();
        current.registerPending();
        assertThat(value("rows-total")).isEqualTo(2.0);
        assertThat(value("bytes-total")).isEqualTo(2.0);
    }

    @Test
    void sinkTaskUsesTheSameRegistry() {
        TaskMetrics metrics = WorkerMetrics.of(context(SinkTaskContext.class, new PluginMetricsImpl(worker, TASK)));

        metrics.gauge("rows-total", "", () -> 3);

        assertThat(value("rows-total")).isEqualTo(3.0);
    }

    @Test
    void workerWithoutRegistryRunsTheTaskWithoutMetrics() {
        assertThat(WorkerMetrics.of(sourceContext(null))).isSameAs(TaskMetrics.NONE);
        assertThat(WorkerMetrics.of(context(SinkTaskContext.class, null))).isSameAs(TaskMetrics.NONE);
    }

    @Test
    void workerOlderThanPluginMetricsRunsTheTaskWithoutMetrics() {
        SourceTaskContext old = (SourceTaskContext) Proxy.newProxyInstance(
                SourceTaskContext.class.getClassLoader(),
                new Class<?>[] {SourceTaskContext.class},
                (proxy, method, arguments) -> {
                    throw new NoSuchMethodError(method.getName());
                });

        assertThat(WorkerMetrics.of(old)).isSameAs(TaskMetrics.NONE);
    }

    private Object value(String name) {
        return worker.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(metric -> metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    private static SourceTaskContext sourceContext(@Nullable PluginMetrics registry) {
        return context(SourceTaskContext.class, registry);
    }

    /** A context of which only the registry is used. */
    private static <C> C context(Class<C> type, @Nullable PluginMetrics registry) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("pluginMetrics");
                    return registry;
                }));
    }
}
