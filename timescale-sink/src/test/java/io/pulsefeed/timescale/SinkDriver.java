package io.pulsefeed.timescale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;

/** Drives a task like a worker: polls a log, applies pauses and seeks, and commits. Null is a record that a transform dropped. */
public final class SinkDriver implements AutoCloseable {

    private static final int POLL = 500;

    private final Map<TopicPartition, List<SinkRecord>> log;
    private final Map<TopicPartition, Integer> positions = new HashMap<>();
    private final FakeSinkContext context;
    private final TimescaleSinkTask task = new TimescaleSinkTask();

    public SinkDriver(Map<String, String> settings, Map<TopicPartition, List<SinkRecord>> log, boolean deadLetters) {
        this.log = log;
        this.context = new FakeSinkContext(deadLetters);
        context.assign(log.keySet());
        task.initialize(context);
        task.start(settings);
        log.keySet().forEach(partition -> positions.put(partition, 0));
        task.open(log.keySet());
    }

    public FakeSinkContext context() {
        return context;
    }

    public TimescaleSinkTask task() {
        return task;
    }

    /** One iteration of the worker's poll loop. */
    public void poll() {
        // A position after the end is out of range: the consumer of Connect then resets to the earliest offset.
        context.takeRewinds()
                .forEach((partition, offset) ->
                        positions.put(partition, offset > log.get(partition).size() ? 0 : offset.intValue()));
        List<SinkRecord> batch = new ArrayList<>();
        for (Map.Entry<TopicPartition, List<SinkRecord>> entry : log.entrySet()) {
            TopicPartition partition = entry.getKey();
            if (!context.isPaused(partition)) {
                int from = positions.get(partition);
                int to = Math.min(entry.getValue().size(), from + POLL);
                entry.getValue().subList(Math.min(from, to), to).stream()
                        .filter(Objects::nonNull)
                        .forEach(batch::add);
                positions.put(partition, Math.max(from, to));
            }
        }
        task.put(batch);
    }

    /** Polls until every record of the log is committed. */
    public void drain() {
        drain(Duration.ofSeconds(20));
    }

    public void drain(Duration limit) {
        Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(5)).until(() -> {
            poll();
            return isCommitted();
        });
    }

    public boolean isCommitted() {
        var committed = task.preCommit(delivered());
        return log.entrySet().stream()
                .allMatch(entry -> entry.getValue().isEmpty()
                        || committed.containsKey(entry.getKey())
                                && committed.get(entry.getKey()).offset()
                                        >= entry.getValue().size());
    }

    /** The positions of the worker, except those that the next poll changes. */
    private Map<TopicPartition, OffsetAndMetadata> delivered() {
        Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
        positions.forEach((partition, position) -> delivered.put(partition, new OffsetAndMetadata(position)));
        return delivered;
    }

    /** Revokes all partitions, then stops the task. */
    @Override
    public void close() {
        task.close(Set.copyOf(log.keySet()));
        task.stop();
    }

    /** Stops the task without revoking its partitions, like a worker that is killed. */
    public void abandon() {
        task.stop();
    }
}
