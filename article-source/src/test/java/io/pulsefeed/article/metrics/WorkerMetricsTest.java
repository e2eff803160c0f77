package io.pulsefeed.article.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.Test;

/** Two instances of one task, as a worker has them for a while when the older one did not stop in time. */
class WorkerMetricsTest {

    private static final Map<String, String> TASK = Map.of("connector", "c", "task", "0");

    private final org.apache.kafka.common.metrics.Metrics worker = new org.apache.kafka.common.metrics.Metrics();

    @Test
    void aTaskRunsWhileAnEarlierInstanceHoldsItsFiguresAndTakesThemAfterwards() throws Exception {
        PluginMetricsImpl earlier = new PluginMetricsImpl(worker, TASK);
        WorkerMetrics.of(context(earlier)).gauge("rows-total", "", () -> 1);
        WorkerMetrics.of(context(earlier)).gauge("bytes-total", "", () -> 1);

        Metrics later = WorkerMetrics.of(context(new PluginMetricsImpl(worker, TASK)));
        later.gauge("rows-total", "", () -> 2);
        later.gauge("bytes-total", "", Map.of(), () -> 2);
        later.gauge("new-total", "", () -> 2);
        later.retryRefused();
        assertThat(value("rows-total")).isEqualTo(1.0);
        assertThat(value("new-total")).isEqualTo(2.0);

        earlier.close();
        later.retryRefused();
        assertThat(value("rows-total")).isEqualTo(2.0);
        assertThat(value("bytes-total")).isEqualTo(2.0);
    }

    private Object value(String name) {
        return worker.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(metric -> metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    /** A context of which nothing but the registry is asked. */
    private static SourceTaskContext context(PluginMetrics registry) {
        return (SourceTaskContext) Proxy.newProxyInstance(
                SourceTaskContext.class.getClassLoader(),
                new Class<?>[] {SourceTaskContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("pluginMetrics");
                    return registry;
                });
    }
}
