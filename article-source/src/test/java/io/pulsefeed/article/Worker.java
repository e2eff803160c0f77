package io.pulsefeed.article;

import io.pulsefeed.article.fetch.AddressPolicy;
import io.pulsefeed.article.fetch.GuardedResolver;
import io.pulsefeed.article.fetch.Ticker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Runs one task as a Connect worker does, with the offsets in a map, so that a test decides what was committed. */
final class Worker implements AutoCloseable {

    private final Map<Map<String, ?>, Map<String, Object>> committed;
    private final ArticleSourceTask task;

    private Worker(ArticleSourceTask task, Map<Map<String, ?>, Map<String, Object>> committed) {
        this.task = task;
        this.committed = committed;
    }

    static Worker start(Map<String, String> config, Ticker ticker) {
        return start(config, ticker, new HashMap<>());
    }

    static Worker start(Map<String, String> config, Ticker ticker, Map<Map<String, ?>, Map<String, Object>> committed) {
        return start(config, ticker, committed, policy -> new GuardedResolver(GuardedResolver.Lookup.SYSTEM, policy));
    }

    static Worker start(
            Map<String, String> config,
            Ticker ticker,
            Map<Map<String, ?>, Map<String, Object>> committed,
            Function<AddressPolicy, DnsResolver> resolver) {
        ArticleSourceTask task = new ArticleSourceTask(Clock.systemUTC(), ticker, resolver);
        task.initialize(new Context(config, committed));
        task.start(config);
        return new Worker(task, committed);
    }

    /** What the next poll brings; an empty list when it brings nothing. */
    List<SourceRecord> poll() {
        try {
            List<SourceRecord> records = task.poll();
            return records == null ? List.of() : records;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Polls until {@code count} records came or {@code seconds} passed. */
    List<SourceRecord> take(int count, int seconds) {
        List<SourceRecord> all = new ArrayList<>();
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        while (all.size() < count && System.nanoTime() < deadline) {
            all.addAll(poll());
        }
        return all;
    }

    void commit(SourceRecord record) {
        committed.put(record.sourcePartition(), new HashMap<>(record.sourceOffset()));
    }

    @Override
    public void close() {
        task.stop();
    }

    private record Context(Map<String, String> configs, Map<Map<String, ?>, Map<String, Object>> committed)
            implements SourceTaskContext {

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new OffsetStorageReader() {
                @Override
                public <T> Map<String, Object> offset(Map<String, T> partition) {
                    return committed.get(partition);
                }

                @Override
                public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                    Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
                    partitions.forEach(partition -> found.put(partition, committed.get(partition)));
                    return found;
                }
            };
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }
    }
}
