package io.pulsefeed.article;

import io.pulsefeed.article.account.ArticleAccounts;
import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import io.pulsefeed.article.fetch.AddressPolicy;
import io.pulsefeed.article.fetch.FilteringResolver;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.record.Article;
import io.pulsefeed.article.record.ArticleRecords;
import io.pulsefeed.article.site.ConfiguredSites;
import io.pulsefeed.article.site.QueuedArticle;
import io.pulsefeed.article.site.SiteThreads;
import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.commons.delivery.SendWatchdog;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the articles of the site threads to the worker. */
public final class ArticleSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(ArticleSourceTask.class);
    private static final int QUEUE_CAPACITY = 64;
    private static final long POLL_TIMEOUT_MS = 500;
    private static final long SUMMARY_INTERVAL_NS = Duration.ofMinutes(15).toNanos();

    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final Function<AddressPolicy, DnsResolver> resolvers;
    private final BlockingQueue<QueuedArticle> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final SendWatchdog watchdog;
    private TaskMetrics registry = TaskMetrics.NONE;
    private @Nullable Running running;
    private long nextSummaryMonoNs;

    /** What {@link #start} creates. */
    private record Running(
            ArticleRecords records,
            ArticleMetrics metrics,
            ArticleAccounts accounts,
            SiteThreads sites,
            ReceiveTime receiveTime) {}

    public ArticleSourceTask() {
        this(
                Clock.systemUTC(),
                MonotonicClock.SYSTEM,
                policy -> new FilteringResolver(FilteringResolver.Lookup.SYSTEM, policy));
    }

    ArticleSourceTask(Clock clock, MonotonicClock monotonicClock, Function<AddressPolicy, DnsResolver> resolvers) {
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.resolvers = resolvers;
        this.watchdog = new SendWatchdog(monotonicClock);
    }

    @Override
    public void start(Map<String, String> props) {
        ArticleSourceConnectorConfig config = new ArticleSourceConnectorConfig(props);
        ConfiguredSites sites = ConfiguredSites.of(config);
        registry = WorkerMetrics.of(context);
        ArticleMetrics metrics = new ArticleMetrics(registry, sites.names());
        ReceiveTime receiveTime = new ReceiveTime(config.content().receiveTime(), clock);
        ArticleRecords records = new ArticleRecords(
                config.sites().topic(),
                config.content().sentimentScale(),
                config.content().valueFormat(),
                config.content().valueFields(),
                receiveTime);
        DnsResolver resolver = resolvers.apply(new AddressPolicy(config.fetch().allowPrivateAddresses()));
        TaskId task = TaskId.of(props, "article-source");
        ArticleAccounts accounts = new ArticleAccounts(
                config.content().accountsTopic(),
                task.connector(),
                config.sites().topic(),
                sites.names(),
                clock,
                monotonicClock);
        SiteThreads threads =
                new SiteThreads(config, sites, task, resolver, clock, monotonicClock, metrics, accounts, queue);
        running = new Running(records, metrics, accounts, threads, receiveTime);
        nextSummaryMonoNs = monotonicClock.nowNs() + SUMMARY_INTERVAL_NS;
        receiveTime.register(registry);
        watchdog.start(registry);
        threads.start(context.offsetStorageReader());
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Running current = running;
        if (current == null) {
            throw new IllegalStateException("The task is not started");
        }
        watchdog.onPoll();
        registry.registerPending();
        QueuedArticle first = queue.poll(POLL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        if (monotonicClock.nowNs() - nextSummaryMonoNs >= 0) {
            nextSummaryMonoNs = monotonicClock.nowNs() + SUMMARY_INTERVAL_NS;
            LOG.info("Totals since task start: {}", current.metrics().summary());
        }
        List<SourceRecord> out = new ArrayList<>();
        if (first != null) {
            List<QueuedArticle> batch = new ArrayList<>();
            batch.add(first);
            queue.drainTo(batch);
            batch.forEach(queued -> out.add(record(queued, current)));
        }
        current.accounts().addDueTo(out);
        if (out.isEmpty()) {
            return null;
        }
        return watchdog.onReturn(current.receiveTime().onReturn(out));
    }

    /** Each record carries the offset after itself, so that a restart between two records loses neither. */
    private static SourceRecord record(QueuedArticle queued, Running current) {
        Article article = queued.article();
        long lagMs = Duration.between(article.published(), article.scraped()).toMillis();
        current.metrics().written(article.website(), lagMs);
        current.accounts().written(article.website(), queued.key(), article.published());
        return current.records().record(article, queued.offset());
    }

    /** @param metadata null for a record that a transform has dropped */
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        watchdog.onSent(record);
    }

    @Override
    public void stop() {
        watchdog.close();
        Running current = running;
        if (current != null) {
            current.sites().close();
            LOG.info("Stopped; totals since task start: {}", current.metrics().summary());
        }
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
