package io.pulsefeed.deployment.analytics;

import io.pulsefeed.timescale.TimescaleSinkTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.awaitility.Awaitility;

/** A worker that runs the sink until it has written the records of some topics with one partition each. */
final class SinkRun implements SinkTaskContext {

    private static final int POLL = 500;

    private final Map<TopicPartition, List<SinkRecord>> log;
    private final Map<TopicPartition, Integer> positions = new HashMap<>();
    private final Map<TopicPartition, Long> rewinds = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();

    private SinkRun(Map<TopicPartition, List<SinkRecord>> log) {
        this.log = log;
        log.keySet().forEach(partition -> positions.put(partition, 0));
    }

    static void write(AnalyticsDatabase database, Map<TopicPartition, List<SinkRecord>> log) {
        SinkRun run = new SinkRun(log);
        TimescaleSinkTask task = new TimescaleSinkTask();
        task.initialize(run);
        task.start(Map.of(
                "name", "rows",
                "profile", "cryptoviz",
                "topics",
                        String.join(
                                ",",
                                log.keySet().stream().map(TopicPartition::topic).toList()),
                "connection.url", database.url(),
                "connection.user", database.user(),
                "connection.password", database.password(),
                "linger.ms", "5"));
        try {
            task.open(log.keySet());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> run.poll(task));
        } finally {
            task.close(log.keySet());
            task.stop();
        }
    }

    /** @return whether everything is written */
    private boolean poll(TimescaleSinkTask task) {
        synchronized (this) {
            rewinds.forEach((partition, offset) -> positions.put(partition, offset.intValue()));
            rewinds.clear();
        }
        log.forEach((partition, records) -> {
            int from = positions.get(partition);
            int to = isPaused(partition) ? from : Math.min(records.size(), from + POLL);
            positions.put(partition, to);
            task.put(records.subList(from, to));
        });
        var committed = task.preCommit(Map.of());
        return log.entrySet().stream()
                .allMatch(entry -> committed.containsKey(entry.getKey())
                        && committed.get(entry.getKey()).offset()
                                >= entry.getValue().size());
    }

    private synchronized boolean isPaused(TopicPartition partition) {
        return paused.contains(partition);
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
    public void timeout(long timeoutMs) {
        // The next poll is due at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return log.keySet();
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
        // Each poll commits.
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return (record, error) -> {
            throw new AssertionError("bad record " + record, error);
        };
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return null;
    }
}
