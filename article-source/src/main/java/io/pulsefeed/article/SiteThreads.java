package io.pulsefeed.article;

import io.pulsefeed.article.config.ArticleSourceConfig;
import io.pulsefeed.article.config.SiteConfig;
import io.pulsefeed.article.config.SourceConfig;
import io.pulsefeed.article.config.StateKeys;
import io.pulsefeed.article.extract.ArticleExtractor;
import io.pulsefeed.article.fetch.Backoff;
import io.pulsefeed.article.fetch.Fetcher;
import io.pulsefeed.article.fetch.HostRules;
import io.pulsefeed.article.fetch.Ticker;
import io.pulsefeed.article.mention.MentionFinder;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.record.SiteOffsets;
import io.pulsefeed.article.record.SiteState;
import io.pulsefeed.article.sentiment.SentimentEngine;
import io.pulsefeed.article.sentiment.SentimentEngines;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sites of one task: a thread each, and what they share. A slow site then delays no other. */
final class SiteThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SiteThreads.class);
    private static final long JOIN_NANOS = Duration.ofSeconds(3).toNanos();

    private final ArticleSourceConfig config;
    private final String name;
    private final List<SiteConfig> sites;
    private final Clock clock;
    private final Ticker ticker;
    private final ArticleMetrics metrics;
    private final BlockingQueue<Prepared> out;
    private final SentimentEngine engine;
    private final ArticleMaker maker;
    private final Fetcher fetcher;
    private final Lock reading = new ReentrantLock(true);
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @throws ConfigException when the sentiment engine or the dictionary cannot be had
     */
    SiteThreads(
            ArticleSourceConfig config,
            String name,
            DnsResolver resolver,
            Clock clock,
            Ticker ticker,
            ArticleMetrics metrics,
            BlockingQueue<Prepared> out) {
        this.config = config;
        this.name = name;
        this.sites = config.enabledSites();
        this.clock = clock;
        this.ticker = ticker;
        this.metrics = metrics;
        this.out = out;
        MentionFinder mentions;
        try {
            this.engine = SentimentEngines.create(
                    config.content().engine(), config.content().overlay(), config.sentiment());
            mentions = MentionFinder.create(config.content().dictionary());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
        this.maker = new ArticleMaker(
                config.content(), new ArticleExtractor(clock), engine, mentions, clock, reading, metrics);
        this.fetcher = new Fetcher(config.fetch(), config.politeness(), resolver, clock, ticker, metrics, name);
    }

    void start(OffsetStorageReader offsets) {
        List<Map<String, String>> partitions =
                sites.stream().map(site -> SiteOffsets.partition(site.name())).toList();
        Map<Map<String, String>, Map<String, Object>> stored = offsets.offsets(partitions);
        for (SiteConfig site : sites) {
            SiteState state = state(site, stored.get(SiteOffsets.partition(site.name())));
            Thread thread = new Thread(new SiteReader(context(site, state), maker, out), name + "-" + site.name());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        LOG.info(
                "Reading {} sites every {} ms as \"{}\": {}.",
                sites.size(),
                config.sites().pollInterval().toMillis(),
                config.fetch().userAgent(),
                sites.stream().map(SiteConfig::name).toList());
    }

    private SiteState state(SiteConfig site, Map<String, Object> offset) {
        StateKeys keys = config.state();
        if (offset != null) {
            try {
                return SiteState.restore(offset, keys.seenMax(), keys.backfill());
            } catch (IllegalArgumentException e) {
                LOG.warn(
                        "{}: the stored offset cannot be used ({}); the site is read as a new one, from {} hours back.",
                        site.name(),
                        e.getMessage(),
                        keys.backfill().toHours());
            }
        }
        return SiteState.fresh(keys.seenMax(), keys.backfill());
    }

    private SiteContext context(SiteConfig site, SiteState state) {
        HostRules hosts = new HostRules(
                site.allowedHosts(),
                site.discovery().stream().map(SourceConfig::url).toList());
        Backoff backoff =
                new Backoff(config.fetch().retryBase(), config.fetch().retryMax(), bound -> ThreadLocalRandom.current()
                        .nextLong(bound));
        return new SiteContext(
                site,
                config,
                hosts,
                state,
                fetcher,
                backoff,
                clock,
                ticker,
                reading,
                metrics,
                new Warnings(site.name(), ticker));
    }

    /** Ends exchanges under way; returns within three seconds even when a thread hangs in a name lookup. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        fetcher.close();
        long deadline = System.nanoTime() + JOIN_NANOS;
        try {
            for (Thread thread : threads) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left > 0) {
                    thread.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.close();
    }
}
