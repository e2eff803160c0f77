package io.pulsefeed.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "up{job=\"kafka-jmx\"} == 0;up",
                "sum by (connector, topic) (rate(a_total{x=~\"b|c\"}[5m])) > 1000;a_total",
                "100 * (1 - min by (instance) (a_bytes{m=~\"/(var|data)(/.*)?\"} / b_bytes)) > 80;a_bytes,b_bytes",
                "sum by (c) (m_total unless m_total offset 10m) > 0;m_total",
                "a == 0 unless on (connector) b_ok_total;a,b_ok_total",
                "sum by (c) (lag) > 1 and deriv(sum by (c) (lag)[10m:30s]) > 0;lag",
                "topk(5, kafka_network_requestmetrics_99percentile{request=\"Produce\"});kafka_network_requestmetrics_99percentile"
            })
    void findsMetricNames(String expression, String names) {
        assertThat(Expressions.metrics(expression)).containsExactly(names.split(","));
    }
}
