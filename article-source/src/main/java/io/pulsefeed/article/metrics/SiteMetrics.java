package io.pulsefeed.article.metrics;

import io.pulsefeed.commons.metrics.TaskMetrics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The figures of one site, so that whoever watches is told which one went silent. */
final class SiteMetrics {

    private final LongAdder pollsOk = new LongAdder();
    private final LongAdder pollsFailed = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final AtomicLong lagMillis = new AtomicLong();

    SiteMetrics(String site, TaskMetrics registry) {
        Map<String, String> tags = Map.of("site", site);
        registry.gauge(
                "polls-ok-total", "Looks at a list that ended well, unchanged ones included.", tags, pollsOk::sum);
        registry.gauge("polls-failed-total", "Looks at a list that failed.", tags, pollsFailed::sum);
        registry.gauge("articles-written-total", "Articles handed to the worker.", tags, written::sum);
        registry.gauge("last-article-lag-ms", "From publication to fetch, of the last article.", tags, lagMillis::get);
    }

    void polled(boolean ok) {
        (ok ? pollsOk : pollsFailed).increment();
    }

    void written(long lagMs) {
        written.increment();
        lagMillis.set(lagMs);
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
