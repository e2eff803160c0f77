package io.pulsefeed.article;

import io.pulsefeed.article.config.ArticleSourceConfig;
import io.pulsefeed.article.config.SiteConfig;
import io.pulsefeed.article.fetch.AddressPolicy;
import io.pulsefeed.article.fetch.GuardedResolver;
import io.pulsefeed.article.fetch.Ticker;
import io.pulsefeed.article.metrics.ArticleMetrics;
import io.pulsefeed.article.record.ArticleRecords;
import io.pulsefeed.commons.PluginVersion;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.metrics.WorkerMetrics;
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
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands to the worker what the threads of its sites have read. */
public final class ArticleSourceTask extends SourceTask {

    private static final Logger LOG = LoggerFactory.getLogger(ArticleSourceTask.class);
    private static final int QUEUE_MAX = 64;
    private static final long POLL_MILLIS = 500;
    private static final long SUMMARY_NANOS = Duration.ofMinutes(15).toNanos();

    private final Clock clock;
    private final Ticker ticker;
    private final Function<AddressPolicy, DnsResolver> resolvers;
    private final BlockingQueue<Prepared> prepared = new ArrayBlockingQueue<>(QUEUE_MAX);
    private ArticleRecords records;
    private TaskMetrics registry = TaskMetrics.NONE;
    private ArticleMetrics metrics;
    private SiteThreads sites;
    private long nextSummary;

    public ArticleSourceTask() {
        this(Clock.systemUTC(), Ticker.SYSTEM, policy -> new GuardedResolver(GuardedResolver.Lookup.SYSTEM, policy));
    }

    ArticleSourceTask(Clock clock, Ticker ticker, Function<AddressPolicy, DnsResolver> resolvers) {
        this.clock = clock;
        this.ticker = ticker;
        this.resolvers = resolvers;
    }

    @Override
    public void start(Map<String, String> props) {
        ArticleSourceConfig config = new ArticleSourceConfig(props);
        registry = WorkerMetrics.of(context);
        metrics = new ArticleMetrics(
                registry, config.enabledSites().stream().map(SiteConfig::name).toList());
        records = new ArticleRecords(
                config.sites().topic(),
                config.content().unitScale(),
                config.content().valueAsMap());
        nextSummary = ticker.nanoTime() + SUMMARY_NANOS;
        DnsResolver resolver = resolvers.apply(new AddressPolicy(config.fetch().privateAddressesAllowed()));
        sites = new SiteThreads(
                config, props.getOrDefault("name", "article-source"), resolver, clock, ticker, metrics, prepared);
        sites.start(context.offsetStorageReader());
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        registry.registerPending();
        Prepared first = prepared.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (ticker.nanoTime() - nextSummary >= 0) {
            nextSummary = ticker.nanoTime() + SUMMARY_NANOS;
            LOG.info("So far: {}.", metrics.summary());
        }
        if (first == null) {
            return null;
        }
        List<Prepared> batch = new ArrayList<>();
        batch.add(first);
        prepared.drainTo(batch);
        List<SourceRecord> handedOut = new ArrayList<>(batch.size());
        for (Prepared article : batch) {
            handedOut.add(handOut(article));
        }
        return handedOut;
    }

    /** Each record carries the state after itself, so that a crash between two of them loses neither. */
    private SourceRecord handOut(Prepared next) {
        Map<String, Object> offset =
                next.state().handOut(next.names(), next.article().published());
        metrics.written(
                next.article().website(),
                Duration.between(next.article().published(), next.article().scraped())
                        .toMillis());
        return records.record(next.article(), offset);
    }

    @Override
    public void stop() {
        if (sites != null) {
            sites.close();
            LOG.info("Stopped: {}.", metrics.summary());
        }
    }

    @Override
    public String version() {
        return PluginVersion.CURRENT;
    }
}
