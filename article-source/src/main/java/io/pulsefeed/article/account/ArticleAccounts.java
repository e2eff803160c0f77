package io.pulsefeed.article.account;

import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.commons.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of a task's sites, as records of the compacted topic {@code accounts.topic}: one key per source, site and hour, of which
 * the last record counts. An account is written after the articles that it counts, and a minute after any other change. The state of
 * the open hours is the source offset of the record, so a restart continues them.
 */
public final class ArticleAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(ArticleAccounts.class);
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final String topic;
    private final String source;
    private final String dataTopic;
    private final MonotonicClock clock;
    private final Map<String, SiteAccount> sites = new TreeMap<>();
    private long lastMonoNs;

    /**
     * @param topic empty to account for nothing
     * @param source name of the connector
     * @param dataTopic topic of the articles
     */
    public ArticleAccounts(
            String topic,
            String source,
            String dataTopic,
            Collection<String> siteNames,
            Clock wallClock,
            MonotonicClock clock) {
        this.topic = topic;
        this.source = source;
        this.dataTopic = dataTopic;
        this.clock = clock;
        this.lastMonoNs = clock.nowNs();
        siteNames.forEach(site -> sites.put(site, new SiteAccount(site, wallClock)));
    }

    /** Continues the accounts of an earlier run. */
    public void restore(OffsetStorageReader offsets) {
        if (topic.isEmpty()) {
            return;
        }
        sites.forEach((name, site) -> {
            Map<String, Object> offset = offsets.offset(SourceAccounts.partition(name));
            try {
                site.restore(offset != null && offset.get(SourceAccounts.STATE) instanceof String text ? text : null);
            } catch (IllegalArgumentException e) {
                LOG.warn("{}: invalid stored account ({}); starting a new one", name, e.getMessage());
            }
        });
    }

    /** @param name of a site of the task */
    public SiteAccount site(String name) {
        SiteAccount site = sites.get(name);
        if (site == null) {
            throw new IllegalArgumentException("unknown site " + name);
        }
        return site;
    }

    /** @param published time of the article's record */
    public void written(String siteName, long key, Instant published) {
        site(siteName).written(key, published);
    }

    /** Adds the records of accounts that are due, after the articles among the records. */
    public void addDueTo(List<SourceRecord> records) {
        long nowNs = clock.nowNs();
        if (topic.isEmpty() || records.isEmpty() && nowNs - lastMonoNs < INTERVAL_NS) {
            return;
        }
        lastMonoNs = nowNs;
        for (SiteAccount site : sites.values()) {
            synchronized (site) {
                List<SiteHour> changed = site.takeChanged();
                String state = site.state();
                changed.forEach(hour -> records.add(record(site.site(), hour, state)));
            }
        }
    }

    private SourceRecord record(String site, SiteHour hour, String state) {
        return new SourceRecord(
                SourceAccounts.partition(site),
                Map.of(SourceAccounts.STATE, state),
                topic,
                null,
                Schema.STRING_SCHEMA,
                source + "|" + site + "|" + hour.hourEpochS(),
                Schema.BYTES_SCHEMA,
                hour.toJson(source, dataTopic, site).getBytes(StandardCharsets.UTF_8),
                hour.hourEpochS() * 1000);
    }
}
