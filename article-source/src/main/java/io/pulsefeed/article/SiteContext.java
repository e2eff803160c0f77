package io.pulsefeed.article;

import io.pulsefeed.article.config.ArticleSourceConfig;
import io.pulsefeed.article.config.SiteConfig;
import io.pulsefeed.article.fetch.Backoff;
import io.pulsefeed.article.fetch.FetchRequest;
import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.Fetcher;
import io.pulsefeed.article.fetch.HostRules;
import io.pulsefeed.article.fetch.Ticker;
import io.pulsefeed.article.fetch.Validators;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.record.SiteState;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.locks.Lock;

/** What the parts that read one site share. */
record SiteContext(
        SiteConfig site,
        ArticleSourceConfig config,
        HostRules hosts,
        SiteState state,
        Fetcher fetcher,
        Backoff backoff,
        Clock clock,
        Ticker ticker,
        Lock reading,
        ArticleMetrics metrics,
        Warnings warnings) {

    FetchRequest request(URI url, Purpose purpose, Validators validators) {
        return new FetchRequest(
                url, purpose, validators, hosts, site.minDelay(), site.language(), site.retryAfterPerUrl());
    }

    long now() {
        return ticker.nanoTime();
    }
}
