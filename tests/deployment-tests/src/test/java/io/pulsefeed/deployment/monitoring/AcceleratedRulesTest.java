package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceleratedRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sum(rate(a_total[5m])) > 5; sum(rate(a_total[15000ms])) > 5",
                "deriv(sum(a)[10m:30s]) > 0; deriv(sum(a)[30000ms:1500ms]) > 0",
                "sum(a unless a offset 10m) > 0; sum(a unless a offset 30000ms) > 0",
                "b < max_over_time(b[1d]); b < max_over_time(b[4320000ms])",
                "rate(a{x=\"5m\"}[10s]) > 1000; rate(a{x=\"5m\"}[1000ms]) > 1000"
            })
    void dividesOnlyDurations(String shipped, String shortened) {
        assertThat(AcceleratedRules.expression(shipped)).isEqualTo(shortened);
    }
}
