package io.pulsefeed.emotibit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.commons.time.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Runs the task like a worker: polls in one thread and keeps the offsets between runs. */
final class TaskHarness implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> properties;
    private final Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();
    private final List<SourceRecord> records = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private long rawCount;
    private boolean countingOnly;
    private Clock clock = Clock.systemUTC();
    private EmotiBitSourceTask task;
    private Thread thread;
    private volatile boolean running;

    TaskHarness(Map<String, String> properties) {
        this.properties = new HashMap<>(properties);
        this.properties.putIfAbsent("name", "test");
        this.properties.putIfAbsent("discovery.broadcast.enabled", "false");
        this.properties.putIfAbsent("data.port", "0");
        this.properties.putIfAbsent("control.port", "0");
    }

    static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts records without keeping them, for runs with many records. */
    TaskHarness countingOnly() {
        countingOnly = true;
        return this;
    }

    TaskHarness withClock(Clock other) {
        clock = other;
        return this;
    }

    synchronized long rawCount() {
        return rawCount;
    }

    TaskHarness start() {
        task = new EmotiBitSourceTask(clock, MonotonicClock.SYSTEM);
        task.initialize(new Context());
        task.start(properties);
        running = true;
        thread = new Thread(this::run, "test-worker");
        thread.start();
        return this;
    }

    void stop() {
        running = false;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        task.stop();
    }

    @Override
    public void close() {
        if (running) {
            stop();
        }
    }

    synchronized List<SourceRecord> records() {
        return List.copyOf(records);
    }

    /** The records of one topic as JSON. */
    List<JsonNode> json(String topic) {
        return records().stream()
                .filter(found -> found.topic().equals(topic))
                .map(TaskHarness::json)
                .toList();
    }

    List<JsonNode> raw() {
        return json("Emotibit_rawdata");
    }

    Stream<JsonNode> events(String event) {
        return json("Emotibit_processdata").stream()
                .filter(found -> found.path("event").asText().equals(event));
    }

    Throwable failure() {
        return failure.get();
    }

    static JsonNode json(SourceRecord found) {
        try {
            return JSON.readTree((byte[]) found.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            while (running) {
                List<SourceRecord> polled = task.poll();
                if (polled != null) {
                    take(polled);
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            failure.set(e);
        }
    }

    private synchronized void take(List<SourceRecord> polled) {
        for (SourceRecord found : polled) {
            rawCount += found.topic().equals("Emotibit_rawdata") ? 1 : 0;
            if (countingOnly) {
                continue;
            }
            records.add(found);
            offsets.put(found.sourcePartition(), Map.copyOf(cast(found.sourceOffset())));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Map<String, ?> offset) {
        return (Map<String, Object>) offset;
    }

    private final class Context implements SourceTaskContext, OffsetStorageReader {
        @Override
        public Map<String, String> configs() {
            return properties;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return this;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }

        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            synchronized (TaskHarness.this) {
                return offsets.get(partition);
            }
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, offset(partition)));
            return found;
        }
    }
}
