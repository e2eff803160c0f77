package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.SinkOffsets;
import io.pulsefeed.cli.output.ProgressBar;
import io.pulsefeed.cli.replay.ReplayRanges.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/** Waits until a sink has processed the records of a replay. */
final class SinkCatchUp {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final ConnectRest worker;
    private final KafkaAdmin admin;
    private final SinkSettings sink;
    private final Optional<Database> database;

    SinkCatchUp(ConnectRest worker, KafkaAdmin admin, SinkSettings sink, Optional<Database> database) {
        this.worker = worker;
        this.admin = admin;
        this.sink = sink;
        this.database = database;
    }

    /**
     * @param goals the offset that each partition must reach
     * @param ranges the replayed offsets of each partition
     */
    void await(
            Map<TopicPartition, Long> goals, Map<TopicPartition, Range> ranges, Duration limit, ProgressBar progress) {
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        long total = remaining(goals, Map.of(), ranges);
        while (true) {
            Map<TopicPartition, Long> reached = SinkOffsets.read(admin.withLimit(CALL_TIMEOUT), sink, database);
            List<TopicPartition> open = goals.keySet().stream()
                    .filter(partition -> reached.getOrDefault(partition, 0L) < goals.get(partition))
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            checkRunning();
            if (System.nanoTime() > deadlineMonoNs) {
                TopicPartition first = open.get(0);
                throw new UserError(sink.name() + " has not finished after " + limit.toSeconds() + " s: " + first
                        + " is at offset " + reached.getOrDefault(first, 0L) + " of " + goals.get(first)
                        + ". It continues in the background. To wait longer, raise --timeout.");
            }
            progress.update(total - remaining(goals, reached, ranges), total);
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    private static long remaining(
            Map<TopicPartition, Long> goals, Map<TopicPartition, Long> reached, Map<TopicPartition, Range> ranges) {
        return goals.entrySet().stream()
                .mapToLong(goal -> {
                    long start = ranges.get(goal.getKey()).start();
                    long position = Math.max(start, reached.getOrDefault(goal.getKey(), 0L));
                    return Math.max(0, goal.getValue() - position);
                })
                .sum();
    }

    private void checkRunning() {
        Status status = worker.statusOrUnassigned(sink.name());
        if (!status.failure().isEmpty()) {
            throw new UserError(sink.name() + " failed during the replay: "
                    + status.cause()
                    + " Fix the cause and restart its tasks; the sink resumes after its last written record.");
        }
    }
}
