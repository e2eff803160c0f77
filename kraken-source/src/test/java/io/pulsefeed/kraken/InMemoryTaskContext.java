package io.pulsefeed.kraken;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The worker as a task sees it, with offsets in memory. */
final class InMemoryTaskContext implements SourceTaskContext {

    private final Map<Map<String, ?>, Map<String, Object>> offsets = new ConcurrentHashMap<>();

    /** What the worker does some time after it has sent the records. */
    void commit(List<SourceRecord> records) {
        for (SourceRecord record : records) {
            offsets.put(record.sourcePartition(), new HashMap<>(record.sourceOffset()));
        }
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return new OffsetStorageReader() {
            @Override
            public <T> Map<String, Object> offset(Map<String, T> partition) {
                return offsets.get(partition);
            }

            @Override
            public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
                Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
                partitions.forEach(partition -> found.put(partition, offsets.get(partition)));
                return found;
            }
        };
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return null;
    }
}
