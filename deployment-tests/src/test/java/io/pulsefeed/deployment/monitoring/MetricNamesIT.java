package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is asked for that nobody tells. */
@ExtendWith(WithMonitoredStack.class)
class MetricNamesIT {

    /** Names that are not there while all is well; {@link ProvokedAlertsIT} makes each of them appear. */
    private static final Map<String, String> CONDITIONAL =
            Map.of("kafka_connect_plugin_write_retries_total", "registered at the first write that is repeated");

    @Test
    void everyTargetOfTheShippedFileIsUp(MonitoredStack stack) {
        assertThat(stack.prometheus().targets().keySet().stream().map(target -> target.replaceAll(" .*", "")))
                .containsExactlyInAnyOrder(
                        "alertmanager", "kafka-connect", "kafka-exporter", "kafka-jmx", "node", "prometheus");
        assertThat(stack.prometheus().targets().values()).allMatch("up"::equals);
    }

    @Test
    void everyMetricOfEveryAlertExists(MonitoredStack stack) {
        Set<String> asked = new TreeSet<>();
        Rules.alerts().forEach(alert -> asked.addAll(Expressions.metrics(alert.expression())));
        assertThat(asked).hasSizeGreaterThan(25);
        asked.removeAll(CONDITIONAL.keySet());

        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.prometheus().names()).containsAll(asked));
    }
}
