package io.pulsefeed.article;

import io.pulsefeed.article.fetch.AddressPolicy;
import io.pulsefeed.article.fetch.FilteringResolver;
import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Runs one task like a Connect worker. The committed offsets are a map that the test controls. */
final class TestWorker implements AutoCloseable {

    private final Map<Map<String, ?>, Map<String, Object>> committed;
    private final ArticleSourceTask task;

    private TestWorker(ArticleSourceTask task, Map<Map<String, ?>, Map<String, Object>> committed) {
        this.task = task;
        this.committed = committed;
    }

    static TestWorker start(Map<String, String> config, MonotonicClock clock) {
        return start(config, clock, new HashMap<>());
    }

    static TestWorker start(
            Map<String, String> config, MonotonicClock clock, Map<Map<String, ?>, Map<String, Object>> committed) {
        return start(
                config, clock, committed, policy -> new FilteringResolver(FilteringResolver.Lookup.SYSTEM, policy));
    }

    static TestWorker start(
            Map<String, String> config,
            MonotonicClock clock,
            Map<Map<String, ?>, Map<String, Object>> committed,
            Function<AddressPolicy, DnsResolver> resolver) {
        ArticleSourceTask task = new ArticleSourceTask(Clock.systemUTC(), clock, resolver);
        task.initialize(new Context(config, committed));
        task.start(config);
        return new TestWorker(task, committed);
    }

    /** The records of one poll; empty if there are none. */
    List<SourceRecord> poll() {
        try {
            List<SourceRecord> records = task.poll();
            return records == null ? List.of() : records;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Polls until there are {@code count} records, or for {@code seconds}. */
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
            return new StoredOffsets(committed);
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }
    }
}
