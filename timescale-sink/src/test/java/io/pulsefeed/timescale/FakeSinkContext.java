package io.pulsefeed.timescale;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A task context that records the requests of the task. */
public final class FakeSinkContext implements SinkTaskContext {

    /** A bad record that the task reported. */
    public record Reported(SinkRecord record, Throwable error) {}

    private final Map<TopicPartition, Long> rewinds = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final List<Reported> reported = new ArrayList<>();
    private final boolean deadLetters;
    private long timeoutMs = -1;

    /** @param deadLetters whether bad records can be reported */
    public FakeSinkContext(boolean deadLetters) {
        this.deadLetters = deadLetters;
    }

    public synchronized Map<TopicPartition, Long> takeRewinds() {
        Map<TopicPartition, Long> taken = new HashMap<>(rewinds);
        rewinds.clear();
        return taken;
    }

    public synchronized boolean isPaused(TopicPartition partition) {
        return paused.contains(partition);
    }

    public synchronized long timeoutMs() {
        return timeoutMs;
    }

    public synchronized List<Reported> reported() {
        return List.copyOf(reported);
    }

    public synchronized void assign(Set<TopicPartition> partitions) {
        assigned.addAll(partitions);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public synchronized void offset(Map<TopicPartition, Long> offsets) {
        rewinds.putAll(offsets);
    }

    @Override
    public synchronized void offset(TopicPartition partition, long offset) {
        rewinds.put(partition, offset);
    }

    @Override
    public synchronized void timeout(long newTimeoutMs) {
        timeoutMs = newTimeoutMs;
    }

    @Override
    public synchronized Set<TopicPartition> assignment() {
        return Set.copyOf(assigned);
    }

    @Override
    public synchronized void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public synchronized void resume(TopicPartition... partitions) {
        paused.removeAll(List.of(partitions));
    }

    @Override
    public void requestCommit() {
        // The tests call preCommit themselves.
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        if (!deadLetters) {
            return null;
        }
        return (record, error) -> {
            synchronized (this) {
                reported.add(new Reported(record, error));
            }
            return CompletableFuture.completedFuture(null);
        };
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return null;
    }
}
