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

/** Nothing is asked for that nobody tells. */
@ExtendWith(WithMonitoredStack.class)
class MetricNamesIT {

    /** Names that are not there while all is well; {@link ProvokedAlertsIT} makes each of them appear. */
    private static final Map<String, String> CONDITIONAL =
            Map.of("kafka_connect_plugin_write_retries_total", "registered at the first write that is repeated");

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
        Set<String> asked = new TreeSet<>();
        Rules.alerts().forEach(alert -> asked.addAll(Expressions.metrics(alert.expression())));
        assertThat(asked).hasSizeGreaterThan(25);
        asked.removeAll(CONDITIONAL.keySet());

        await().atMost(MonitoredStack.LIMIT)
                .untilAsserted(() -> assertThat(stack.prometheus().names()).containsAll(asked));
    }

    @Test
    void everyNameOnThePageExists(MonitoredStack stack) {
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
