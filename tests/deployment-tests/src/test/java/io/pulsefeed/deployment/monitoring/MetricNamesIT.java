package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.testing.Checkout;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every metric that alerts and docs name is exported. */
@ExtendWith(WithMonitoredStack.class)
class MetricNamesIT {

    /** Metrics that a healthy stack does not export; {@link ProvokedAlertsIT} provokes each. */
    private static final Map<String, String> CONDITIONAL =
            Map.of("kafka_connect_plugin_write_retries_total", "registered at the first retried write");

    private static final Pattern DOCUMENTED = Pattern.compile("`(kafka_\\w+)`");

    @Test
    void everyTargetOfTheShippedFileIsUp(MonitoredStack stack) {
        assertThat(stack.prometheus().targets().keySet().stream()
                        .map(target -> target.replaceAll(" .*", ""))
                        .distinct())
                .containsExactlyInAnyOrder(
                        "alertmanager", "kafka-connect", "kafka-exporter", "kafka-jmx", "node", "prometheus");
        assertThat(stack.prometheus().targets().values()).allMatch("up"::equals);
    }

    @Test
    void everyMetricOfEveryAlertExists(MonitoredStack stack) {
        Set<String> queried = new TreeSet<>();
        Rules.alerts().forEach(alert -> queried.addAll(Expressions.metrics(alert.expression())));
        assertThat(queried).hasSizeGreaterThan(25);
        queried.removeAll(CONDITIONAL.keySet());

        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.prometheus().names()).containsAll(queried));
    }

    @Test
    void everyDocumentedMetricExists(MonitoredStack stack) {
        Set<String> documented = new TreeSet<>();
        Matcher name = DOCUMENTED.matcher(Checkout.text("docs/monitoring.md"));
        while (name.find()) {
            documented.add(name.group(1));
        }
        documented.remove("kafka_connect_plugin_");
        assertThat(documented).hasSizeGreaterThan(100);
        documented.removeAll(CONDITIONAL.keySet());

        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.prometheus().names()).containsAll(documented));
    }
}
