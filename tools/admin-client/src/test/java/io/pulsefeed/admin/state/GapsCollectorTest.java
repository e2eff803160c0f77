package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.admin.state.PrometheusText.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapsCollectorTest {

    @Test
    void listsThePairsThatWait() throws IOException {
        String metrics =
                """
                # HELP kafka_connect_plugin_pair_complete Whether no trade of the pair is missing
                # TYPE kafka_connect_plugin_pair_complete gauge
                kafka_connect_plugin_pair_complete{connector="kraken-source",pair="XBT/USD",task="0",} 0.0
                kafka_connect_plugin_pair_complete{connector="kraken-source",pair="ETH/USD",task="0",} 1.0
                kafka_connect_plugin_pair_complete{connector="second",pair="SOL/EUR",task="1"} 0
                kafka_connect_plugin_trades_waiting{connector="kraken-source",task="0",} 1.2E3
                kafka_connect_plugin_pairs_refused_total{connector="kraken-source",task="0",} 7.0
                """;

        assertThat(GapsCollector.gaps(new BufferedReader(new StringReader(metrics))))
                .containsExactly(new PairGap("kraken-source", "XBT/USD", 1_200), new PairGap("second", "SOL/EUR", 0));
    }

    @Test
    void readsLabelsAndSpecialValues() {
        assertThat(PrometheusText.sample("a{b=\"x\\\"y}\",c=\"\"} +Inf 1700000000000"))
                .contains(new Sample("a", Map.of("b", "x\"y}", "c", ""), Double.POSITIVE_INFINITY));
        assertThat(PrometheusText.sample("up 1")).contains(new Sample("up", Map.of(), 1));
        assertThat(PrometheusText.sample("# up 1")).isEmpty();
        assertThat(PrometheusText.sample("up many")).isEmpty();
        assertThat(PrometheusText.sample("<html>")).isEmpty();
    }

    @Test
    void reportsMissingMetrics() {
        assertThatThrownBy(() -> new GapsCollector(Optional.empty()).collect())
                .hasMessage("No URL of the worker's metrics is set.");
        URI closed = URI.create("http://127.0.0.1:1/metrics");
        assertThatThrownBy(() -> new GapsCollector(Optional.of(closed)).collect())
                .hasMessage("The worker's metrics at http://127.0.0.1:1/metrics do not respond (connection refused).");
    }
}
