package io.pulsefeed.article.site;

import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.fetch.FetchRequest;
import io.pulsefeed.article.fetch.FetchRequest.Purpose;
import io.pulsefeed.article.fetch.FetchResult;
import io.pulsefeed.article.fetch.Fetcher;
import io.pulsefeed.article.fetch.HostRules;
import java.net.URI;
import java.util.List;

/** Fetches documents with the hosts, delay and language of one site. */
final class SiteFetcher {

    private final Fetcher fetcher;
    private final SiteConfig site;
    private final HostRules hosts;

    SiteFetcher(Fetcher fetcher, SiteConfig site, HostRules hosts) {
        this.fetcher = fetcher;
        this.site = site;
        this.hosts = hosts;
    }

    FetchResult fetchList(URI url, CacheValidators validators) throws InterruptedException {
        return fetcher.fetch(request(url, Purpose.LIST, validators));
    }

    FetchResult fetchPage(URI url) throws InterruptedException {
        return fetcher.fetch(request(url, Purpose.PAGE, CacheValidators.NONE));
    }

    /** The sitemaps in the robots.txt of the host of {@code url}. */
    List<String> sitemaps(URI url) throws InterruptedException {
        return fetcher.sitemaps(request(url, Purpose.LIST, CacheValidators.NONE));
    }

    private FetchRequest request(URI url, Purpose purpose, CacheValidators validators) {
        return new FetchRequest(
                url,
                purpose,
                validators,
                hosts,
                site.minDelay(),
                site.language(),
                site.headers(),
                site.retryAfterPerUrl());
    }
}
