package io.pulsefeed.article.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ArticleMetricsTest {

    private final Map<String, DoubleSupplier> figures = new HashMap<>();
    private final ArticleMetrics metrics = new ArticleMetrics(
            (name, help, tags, value) -> figures.put(name + tags.values(), value), List.of("CoinDesk", "Decrypt"));

    @Test
    void tellsWhichSiteFailsAndWhichOneAnswers() {
        metrics.polled("CoinDesk", false);
        metrics.polled("CoinDesk", false);
        metrics.polled("Decrypt", true);
        metrics.written("Decrypt", 42_000);

        assertThat(figure("polls-failed-total[CoinDesk]")).isEqualTo(2);
        assertThat(figure("polls-ok-total[CoinDesk]")).isZero();
        assertThat(figure("polls-ok-total[Decrypt]")).isEqualTo(1);
        assertThat(figure("articles-written-total[Decrypt]")).isEqualTo(1);
        assertThat(figure("last-article-lag-ms[Decrypt]")).isEqualTo(42_000);
    }

    @Test
    void sumsUpAllSitesForTheLog() {
        metrics.polled("CoinDesk", false);
        metrics.polled("Decrypt", true);
        metrics.written("CoinDesk", 1);
        metrics.written("Decrypt", 2);

        assertThat(metrics.summary()).startsWith("2 articles written, 1 polls ok, 1 failed");
    }

    private double figure(String name) {
        return figures.get(name).getAsDouble();
    }
}
