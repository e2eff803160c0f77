package io.pulsefeed.article.site;

import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.metrics.SkipReason;
import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics and log lines of one site. Each log line starts with the name of the site. */
final class SiteReporter {

    private static final Logger LOG = LoggerFactory.getLogger(SiteReporter.class);

    private final String site;
    private final ArticleMetrics metrics;
    private final LogThrottle throttle;

    SiteReporter(String site, ArticleMetrics metrics, MonotonicClock clock) {
        this.site = site;
        this.metrics = metrics;
        this.throttle = new LogThrottle(LOG, clock);
    }

    void polled(boolean ok) {
        metrics.polled(site, ok);
    }

    void skipped(SkipReason reason) {
        metrics.skipped(reason);
    }

    void listGone() {
        metrics.listGone();
    }

    void info(String message) {
        LOG.info("{}: {}", site, message);
    }

    /** Logs at most one line a minute of each kind. */
    void warn(String kind, String message) {
        throttle.warn(kind, site + ": " + message);
    }

    void error(String message, Throwable cause) {
        LOG.error("{}: {}", site, message, cause);
    }
}
