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

/** Every expression of every dashboard, asked of a Prometheus that watches all connectors at work. */
@ExtendWith(WithMonitoredStack.class)
class PrometheusPanelsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration RANGE = Duration.ofMinutes(15);

    /** Expressions that rightly answer nothing while all is well, by a part of theirs. */
    private static final Map<String, String> SILENT = Map.of(
            "kafka_connect_plugin_write_retries_total", "begins with the first write that is tried again",
            "kafka_connect_plugin_articles_skipped_total",
                    "only reasons that there are; the simulated sites give none");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    @Test
    void everyExpressionIsAnswered(MonitoredStack stack) {
        Map<String, String> unanswered = new LinkedHashMap<>();
        Dashboard.all().forEach(dashboard -> dashboard.panels().forEach(panel -> panel.expressions()
                .forEach(expression -> unanswered.put(asked(dashboard, expression), panel.toString()))));
        assertThat(unanswered).hasSizeGreaterThan(60);

        unanswered.keySet().removeIf(expression -> SILENT.keySet().stream().anyMatch(expression::contains));

        await().atMost(LIMIT).untilAsserted(() -> {
            unanswered.keySet().removeIf(expression -> isAnswered(stack.prometheus(), expression));
            assertThat(unanswered).isEmpty();
        });
    }

    @Test
    void expressionsThatMayBeSilentAreAsked() {
        List<String> expressions = new ArrayList<>();
        Dashboard.all()
                .forEach(dashboard -> dashboard.panels().forEach(panel -> expressions.addAll(panel.expressions())));

        assertThat(SILENT.keySet())
                .allSatisfy(part -> assertThat(expressions).anyMatch(expression -> expression.contains(part)));
    }

    @Test
    void silentExpressionsAreUnderstoodToo(MonitoredStack stack) {
        Dashboard.all().forEach(dashboard -> dashboard.panels().forEach(panel -> panel.expressions().stream()
                .filter(expression -> SILENT.keySet().stream().anyMatch(expression::contains))
                .forEach(expression -> stack.prometheus().query(asked(dashboard, expression)))));
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

    /** As Grafana asks while nothing has been chosen. */
    private static String asked(Dashboard dashboard, String expression) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        prometheusVariables(dashboard)
                .forEach(variable -> all.put(
                        variable.path("name").asText(),
                        List.of(variable.path("allValue").asText())));
        return Grafana.last(RANGE, all).promQl(expression);
    }

    /** A figure that is not a number yet is no answer. */
    private static boolean isAnswered(Prometheus prometheus, String expression) {
        return prometheus.query(expression).stream().anyMatch(sample -> !Double.isNaN(sample.value()));
    }
}
