package io.pulsefeed.article.site;

import io.pulsefeed.article.account.ArticleAccounts;
import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.config.ContentConfig;
import io.pulsefeed.article.config.StateConfig;
import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.fetch.Backoff;
import io.pulsefeed.article.fetch.Fetcher;
import io.pulsefeed.article.fetch.HostRules;
import io.pulsefeed.article.mention.MentionFinder;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.record.SiteOffsets;
import io.pulsefeed.article.sentiment.LanguageScorer;
import io.pulsefeed.article.sentiment.SentimentEngine;
import io.pulsefeed.article.sentiment.SentimentEngines;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread per site of a task, so that a slow site does not delay the others, and the resources that they share. */
public final class SiteThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SiteThreads.class);
    private static final long JOIN_TIMEOUT_NS = Duration.ofSeconds(3).toNanos();

    private final ArticleSourceConnectorConfig config;
    private final TaskId task;
    private final ConfiguredSites sites;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final ArticleMetrics metrics;
    private final ArticleAccounts accounts;
    private final BlockingQueue<QueuedArticle> queue;
    private final SentimentEngine engine;
    private final ArticleAssembler assembler;
    private final Fetcher fetcher;
    private final Backoff backoff;
    private final Lock parseLock = new ReentrantLock(true);
    private final List<Thread> threads = new ArrayList<>();

    /** @throws ConfigException if the sentiment engine or the coin dictionary cannot be loaded */
    public SiteThreads(
            ArticleSourceConnectorConfig config,
            ConfiguredSites sites,
            TaskId task,
            DnsResolver resolver,
            Clock clock,
            MonotonicClock monotonicClock,
            ArticleMetrics metrics,
            ArticleAccounts accounts,
            BlockingQueue<QueuedArticle> queue) {
        this.config = config;
        this.sites = sites;
        this.task = task;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.metrics = metrics;
        this.accounts = accounts;
        this.queue = queue;
        ContentConfig content = config.content();
        MentionFinder mentions;
        try {
            this.engine = SentimentEngines.create(
                    content.sentimentEngine(), content.lexiconOverlay(), config.sentimentProperties());
            mentions = MentionFinder.create(content.mentionDictionary(), monotonicClock);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
        LanguageScorer scorer = new LanguageScorer(engine, content.sentimentLanguages());
        this.assembler =
                new ArticleAssembler(content, new ArticleExtractor(clock), scorer, mentions, clock, parseLock, metrics);
        this.fetcher = fetcher(resolver);
        this.backoff = new Backoff(
                config.fetch().retryBase(),
                config.fetch().maxRetryWait(),
                config.fetch().maxRetries(),
                bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    private Fetcher fetcher(DnsResolver resolver) {
        try {
            return new Fetcher(
                    config.fetch(),
                    config.network(),
                    config.politeness(),
                    resolver,
                    clock,
                    monotonicClock,
                    metrics,
                    task + "-deadlines");
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    /** Restores the state of each site from its offset and starts its thread. */
    public void start(OffsetStorageReader offsets) {
        List<Map<String, String>> partitions =
                sites.names().stream().map(SiteOffsets::partition).toList();
        Map<Map<String, String>, Map<String, Object>> stored = offsets.offsets(partitions);
        accounts.restore(offsets);
        for (SiteConfig site : sites.sites()) {
            SiteState state = state(site, stored.get(SiteOffsets.partition(site.name())));
            accounts.site(site.name()).settleWritten(state::isWritten);
            Thread thread = new Thread(reader(site, state), task + "-" + site.name());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        LOG.info(
                "Polling {} sites every {} ms with user agent \"{}\": {}",
                sites.sites().size(),
                config.sites().pollInterval().toMillis(),
                config.fetch().userAgent(),
                sites.names());
    }

    private SiteState state(SiteConfig site, @Nullable Map<String, Object> offset) {
        StateConfig settings = config.state();
        if (offset != null) {
            try {
                return SiteState.restore(offset, settings);
            } catch (IllegalArgumentException e) {
                LOG.warn(
                        "{}: invalid stored offset ({}); starting like a new site, {} hours back",
                        site.name(),
                        e.getMessage(),
                        settings.backfillMaxAge().toHours());
            }
        }
        return SiteState.empty(settings);
    }

    private SiteReader reader(SiteConfig site, SiteState state) {
        HostRules hosts = new HostRules(
                site.allowedHosts(),
                site.discovery().stream().map(DiscoverySource::url).toList());
        SiteReporter reporter = new SiteReporter(site.name(), metrics, accounts.site(site.name()), monotonicClock);
        SiteFetcher siteFetcher = new SiteFetcher(fetcher, site, hosts);
        ListPoller listPoller = new ListPoller(site, siteFetcher, backoff, clock, monotonicClock, parseLock, reporter);
        EntrySelector selector = new EntrySelector(site, config.state(), hosts, state, clock, monotonicClock, reporter);
        PageReader pageReader = new PageReader(
                site,
                siteFetcher,
                assembler,
                state,
                backoff,
                config.sites().pollInterval(),
                config.state().emitUpdates(),
                monotonicClock,
                reporter);
        return new SiteReader(
                site, config.sites(), listPoller, selector, pageReader, state, queue, monotonicClock, reporter);
    }

    /** Aborts running requests. Returns within three seconds even if a thread is blocked in a DNS lookup. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        fetcher.close();
        long deadlineNs = System.nanoTime() + JOIN_TIMEOUT_NS;
        try {
            for (Thread thread : threads) {
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs > 0) {
                    thread.join(leftMs);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.close();
    }
}
