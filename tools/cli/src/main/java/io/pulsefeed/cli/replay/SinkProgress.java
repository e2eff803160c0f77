package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.AdminCalls;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.SinkPositions;
import io.pulsefeed.cli.access.SinkSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Watches how far a sink has come. */
final class SinkProgress {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final ConnectRest worker;
    private final Admin admin;
    private final SinkSettings sink;
    private final Optional<Database> database;

    SinkProgress(ConnectRest worker, Admin admin, SinkSettings sink, Optional<Database> database) {
        this.worker = worker;
        this.admin = admin;
        this.sink = sink;
        this.database = database;
    }

    /** @param goals the offset that each partition must reach */
    void await(Map<TopicPartition, Long> goals, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Map<TopicPartition, Long> reached = positions();
            List<TopicPartition> open = goals.keySet().stream()
                    .filter(partition -> reached.getOrDefault(partition, 0L) < goals.get(partition))
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            String failure = worker.statusOrUnassigned(sink.name()).failure();
            if (!failure.isEmpty()) {
                throw new UserError(sink.name() + " failed while it replayed: "
                        + failure.lines().findFirst().orElse("")
                        + " Mend that and restart its tasks; it goes on where it was.");
            }
            if (System.nanoTime() > deadline) {
                TopicPartition first = open.get(0);
                throw new UserError(
                        sink.name() + " was not through after " + limit.toSeconds() + " s: " + first + " is at "
                                + reached.getOrDefault(first, 0L) + " of " + goals.get(first)
                                + ". It goes on by itself; give more time with --timeout.");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private Map<TopicPartition, Long> positions() {
        return SinkPositions.read(admin, new AdminCalls(ANSWER), sink, database);
    }
}
