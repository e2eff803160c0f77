package io.pulsefeed.article.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ArticleMetricsTest {

    private final Map<String, DoubleSupplier> gauges = new HashMap<>();
    private final ArticleMetrics metrics = new ArticleMetrics(
            (name, help, tags, value) -> gauges.put(name + tags.values(), value), List.of("CoinDesk", "Decrypt"));

    @Test
    void countsPollsPerSite() {
        metrics.polled("CoinDesk", false);
        metrics.polled("CoinDesk", false);
        metrics.polled("Decrypt", true);
        metrics.written("Decrypt", 42_000);

        assertThat(gauge("polls-failed-total[CoinDesk]")).isEqualTo(2);
        assertThat(gauge("polls-ok-total[CoinDesk]")).isZero();
        assertThat(gauge("polls-ok-total[Decrypt]")).isEqualTo(1);
        assertThat(gauge("articles-written-total[Decrypt]")).isEqualTo(1);
        assertThat(gauge("last-article-lag-ms[Decrypt]")).isEqualTo(42_000);
    }

    @Test
    void summarizesAllSites() {
        metrics.polled("CoinDesk", false);
        metrics.polled("Decrypt", true);
        metrics.written("CoinDesk", 1);
        metrics.written("Decrypt", 2);

        assertThat(metrics.summary()).startsWith("2 articles written, 1 polls ok, 1 failed");
    }

    private double gauge(String name) {
        return gauges.get(name).getAsDouble();
    }
}
