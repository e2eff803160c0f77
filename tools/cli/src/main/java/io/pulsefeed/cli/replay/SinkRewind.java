package io.pulsefeed.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.replay.Interruption.Step;
import io.pulsefeed.cli.replay.ReplayRanges.Range;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/**
 * Stops a sink, changes its offsets and resumes it through the worker's REST API. The sink is resumed also after a failure, and by
 * {@link Interruption} after an interruption.
 */
final class SinkRewind {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final ConnectRest worker;
    private final String name;
    private final Duration limit;
    private final Interruption interruption;

    SinkRewind(ConnectRest worker, String name, Duration limit, Interruption interruption) {
        this.worker = worker;
        this.name = name;
        this.limit = limit;
        this.interruption = interruption;
    }

    /** Runs {@code work} while the connector is stopped. */
    void whileStopped(Runnable work) {
        try {
            interruption.at(Step.STOPPED);
            worker.stop(name);
            awaitStopped();
            work.run();
        } finally {
            worker.resume(name);
        }
    }

    private void awaitStopped() {
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        while (true) {
            ConnectRest.Status status = worker.status(name);
            if (status.state().equals("STOPPED") && status.tasks().isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadlineMonoNs) {
                throw new UserError(name + " did not stop within " + limit.toSeconds() + " s: it is " + status.state()
                        + ". Nothing was changed, and the connector is resumed.");
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Sets the offsets of the consumer group, and those that the sink stores, to the start of each range. */
    void rewind(Map<TopicPartition, Range> ranges) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode offsets = body.putArray("offsets");
        ranges.forEach((partition, range) -> {
            ObjectNode entry = offsets.addObject();
            entry.putObject("partition")
                    .put("kafka_topic", partition.topic())
                    .put("kafka_partition", partition.partition());
            entry.putObject("offset").put("kafka_offset", range.start());
        });
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        interruption.at(Step.REWINDING);
        while (true) {
            try {
                worker.alterOffsets(name, body);
                interruption.at(Step.REWOUND);
                return;
            } catch (AdminException e) {
                // The consumer of a stopped task may not have left the group yet.
                if (System.nanoTime() > deadlineMonoNs) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
    }
}
