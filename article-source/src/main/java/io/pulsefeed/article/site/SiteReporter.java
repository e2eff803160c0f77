package io.pulsefeed.article.site;

import io.pulsefeed.article.account.SiteAccount;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.metrics.SkipReason;
import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics, accounts and log lines of one site. Each log line starts with the name of the site. */
final class SiteReporter {

    private static final Logger LOG = LoggerFactory.getLogger(SiteReporter.class);

    private final String site;
    private final ArticleMetrics metrics;
    private final SiteAccount account;
    private final LogThrottle throttle;

    SiteReporter(String site, ArticleMetrics metrics, SiteAccount account, MonotonicClock clock) {
        this.site = site;
        this.metrics = metrics;
        this.account = account;
        this.throttle = new LogThrottle(LOG, clock);
    }

    void polled(boolean ok) {
        metrics.polled(site, ok);
    }

    /** Counts an entry that was read and becomes no record. */
    void skipped(Candidate candidate, SkipReason reason) {
        metrics.skipped(reason);
        account.skipNew(candidate.key(), reason, candidate.link());
    }

    /** Counts an entry that is skipped when it is listed. */
    void skippedListed(long key, SkipReason reason) {
        metrics.skipped(reason);
        account.skipListed(key, reason);
    }

    /** Counts entries without a link or beyond a limit. */
    void skippedListed(int count, SkipReason reason) {
        for (int i = 0; i < count; i++) {
            metrics.skipped(reason);
        }
        account.skip(reason, count);
    }

    SiteAccount account() {
        return account;
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
