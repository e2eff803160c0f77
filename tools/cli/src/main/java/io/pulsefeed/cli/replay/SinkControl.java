package io.pulsefeed.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.replay.Positions.Range;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/** Stops a sink, moves it and lets it go on, by the worker's REST interface. Whatever happens in between, it goes on in the end. */
final class SinkControl {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final ConnectRest worker;
    private final String name;
    private final Duration limit;

    SinkControl(ConnectRest worker, String name, Duration limit) {
        this.worker = worker;
        this.name = name;
        this.limit = limit;
    }

    /** Runs {@code work} while the connector is stopped. An interrupted command, too, leaves it running. */
    void whileStopped(Runnable work) {
        Thread resume = new Thread(() -> worker.resume(name));
        Runtime.getRuntime().addShutdownHook(resume);
        try {
            worker.stop(name);
            awaitStopped();
            work.run();
        } finally {
            worker.resume(name);
            Runtime.getRuntime().removeShutdownHook(resume);
        }
    }

    private void awaitStopped() {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            ConnectRest.Status status = worker.status(name);
            if (status.state().equals("STOPPED") && status.tasks().isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new UserError(name + " did not stop within " + limit.toSeconds() + " s; it is " + status.state()
                        + ". Nothing was changed, and it goes on.");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** Lets the sink begin at each range's begin; it changes the group's offsets and those that the sink itself keeps. */
    void move(Map<TopicPartition, Range> ranges) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode offsets = body.putArray("offsets");
        ranges.forEach((partition, range) -> {
            ObjectNode entry = offsets.addObject();
            entry.putObject("partition")
                    .put("kafka_topic", partition.topic())
                    .put("kafka_partition", partition.partition());
            entry.putObject("offset").put("kafka_offset", range.begin());
        });
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                worker.alterOffsets(name, body);
                return;
            } catch (AdminException e) {
                // the last consumer may need a moment to leave the group after its task is gone
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }
}
