package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrafanaTest {

    private static final Grafana GRAFANA = new Grafana(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T01:00:00Z"),
            Duration.ofSeconds(10),
            Map.of("pair", List.of("XBT/USD"), "site", List.of("Ann's", "B"), "candle", List.of("5m")));

    @Test
    void replacesTimesIntervalsAndVariablesInSql() {
        assertThat(GRAFANA.sql(
                        "$__timeFilter(t.timestamp) AND $__timeFrom() < $__timeTo() AND $__interval_ms / 1000.0"))
                .isEqualTo("t.timestamp BETWEEN '2026-01-01T00:00:00Z' AND '2026-01-01T01:00:00Z'"
                        + " AND '2026-01-01T00:00:00Z' < '2026-01-01T01:00:00Z' AND 10000 / 1000.0");
        assertThat(GRAFANA.sql("pair = ${pair:sqlstring} AND '$candle'::interval"))
                .isEqualTo("pair = 'XBT/USD' AND '5m'::interval");
    }

    @Test
    void quotesEachValueOfAVariable() {
        assertThat(GRAFANA.sql("ARRAY[${site:sqlstring}]")).isEqualTo("ARRAY['Ann''s','B']");
    }

    @Test
    void joinsValuesAsARegularExpressionInPromQl() {
        assertThat(GRAFANA.promQl("rate(a{site=~\"$site\"}[$__rate_interval])"))
                .isEqualTo("rate(a{site=~\"(Ann's|B)\"}[1m])");
    }

    @Test
    void rejectsUnknownVariablesAndMacros() {
        assertThatThrownBy(() -> GRAFANA.sql("x = $device")).hasMessageContaining("$device");
        assertThatThrownBy(() -> GRAFANA.sql("x = ${pair:csv}")).hasMessageContaining("${pair:csv}");
        assertThatThrownBy(() -> GRAFANA.sql("$__timeGroup(x, 1m)")).hasMessageContaining("$__timeGroup");
    }
}
