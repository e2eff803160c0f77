package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.deployment.monitoring.MonitoredStack;
import io.pulsefeed.deployment.monitoring.Prometheus;
import io.pulsefeed.deployment.monitoring.WithMonitoredStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs every expression of every dashboard on a Prometheus that scrapes all running connectors. */
@ExtendWith(WithMonitoredStack.class)
class PrometheusPanelsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration RANGE = Duration.ofMinutes(15);

    /** Metrics that a healthy stack does not export, with the reason. */
    private static final Map<String, String> CONDITIONAL = Map.of(
            "kafka_connect_plugin_write_retries_total", "registered at the first retried write",
            "kafka_connect_plugin_articles_skipped_total",
                    "registered per skip reason; the simulated sites cause none");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    @Test
    void everyExpressionReturnsValues(MonitoredStack stack) {
        Map<String, String> withoutValue = new LinkedHashMap<>();
        Dashboard.all().forEach(dashboard -> dashboard.panels().forEach(panel -> panel.expressions()
                .forEach(expression -> withoutValue.put(defaultQuery(dashboard, expression), panel.toString()))));
        assertThat(withoutValue).hasSizeGreaterThan(60);

        withoutValue.keySet().removeIf(expression -> CONDITIONAL.keySet().stream()
                .anyMatch(expression::contains));

        await().atMost(LIMIT).untilAsserted(() -> {
            withoutValue.keySet().removeIf(expression -> hasValue(stack.prometheus(), expression));
            assertThat(withoutValue).isEmpty();
        });
    }

    @Test
    void conditionalMetricsAreUsed() {
        List<String> expressions = new ArrayList<>();
        Dashboard.all()
                .forEach(dashboard -> dashboard.panels().forEach(panel -> expressions.addAll(panel.expressions())));

        assertThat(CONDITIONAL.keySet())
                .allSatisfy(part -> assertThat(expressions).anyMatch(expression -> expression.contains(part)));
    }

    @Test
    void conditionalExpressionsAreValid(MonitoredStack stack) {
        Dashboard.all().forEach(dashboard -> dashboard.panels().forEach(panel -> panel.expressions().stream()
                .filter(expression -> CONDITIONAL.keySet().stream().anyMatch(expression::contains))
                .forEach(expression -> stack.prometheus().query(defaultQuery(dashboard, expression)))));
    }

    @Test
    void variablesHaveValues(MonitoredStack stack) {
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode variable : prometheusVariables(dashboard)) {
                Matcher query = LABEL_VALUES.matcher(
                        variable.path("query").path("query").asText());
                assertThat(query.matches()).as(variable.toString()).isTrue();
                assertThat(stack.prometheus().query("count by (" + query.group(2) + ") (" + query.group(1) + ")"))
                        .extracting(sample -> sample.labels().get(query.group(2)))
                        .containsAll(MonitoredStack.CONNECTORS);
            }
        }
    }

    private static List<JsonNode> prometheusVariables(Dashboard dashboard) {
        return dashboard.variables().stream()
                .filter(variable ->
                        variable.path("datasource").path("uid").asText().equals(Panel.PROMETHEUS))
                .toList();
    }

    /** The query that Grafana sends with the default variable values. */
    private static String defaultQuery(Dashboard dashboard, String expression) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        prometheusVariables(dashboard)
                .forEach(variable -> all.put(
                        variable.path("name").asText(),
                        List.of(variable.path("allValue").asText())));
        return Grafana.last(RANGE, all).promQl(expression);
    }

    /** NaN does not count as a value. */
    private static boolean hasValue(Prometheus prometheus, String expression) {
        return prometheus.query(expression).stream().anyMatch(sample -> !Double.isNaN(sample.value()));
    }
}
