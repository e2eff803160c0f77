package io.pulsefeed.article.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of one site. */
final class SiteMetrics {

    private final LongAdder pollsOk = new LongAdder();
    private final LongAdder pollsFailed = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final AtomicLong lastLagMs = new AtomicLong();

    SiteMetrics(String site, TaskMetrics registry) {
        Map<String, String> tags = Map.of("site", site);
        registry.gauge("polls-ok-total", "Successful list polls, including unchanged lists.", tags, pollsOk::sum);
        registry.gauge("polls-failed-total", "Failed list polls.", tags, pollsFailed::sum);
        registry.gauge("articles-written-total", "Articles passed to the worker.", tags, written::sum);
        registry.gauge(
                "last-article-lag-ms",
                "Time from publication to fetch of the last article, in milliseconds.",
                tags,
                lastLagMs::get);
    }

    void polled(boolean ok) {
        (ok ? pollsOk : pollsFailed).increment();
    }

    void written(long lagMs) {
        written.increment();
        lastLagMs.set(lagMs);
    }

    long pollsOk() {
        return pollsOk.sum();
    }

    long pollsFailed() {
        return pollsFailed.sum();
    }

    long written() {
        return written.sum();
    }
}
