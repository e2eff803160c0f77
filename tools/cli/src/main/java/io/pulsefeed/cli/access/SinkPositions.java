package io.pulsefeed.cli.access;

import io.pulsefeed.admin.AdminCalls;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a sink has come: by the table that it writes with its rows where the database can be asked. Its group follows later, by
 * the worker's {@code offset.flush.interval.ms}.
 */
public final class SinkPositions {

    private static final String OWN_POSITIONS =
            "SELECT topic, partition, next_offset FROM connect_sink_offsets WHERE connector = ?";

    private SinkPositions() {}

    /** The offset of the next record to be written, for each partition that has one. */
    public static Map<TopicPartition, Long> read(
            Admin admin, AdminCalls calls, SinkSettings sink, Optional<Database> database) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        calls.await(admin.listConsumerGroupOffsets(sink.group()).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        positions.put(partition, offset.offset());
                    }
                });
        database.filter(db -> db.exists("connect_sink_offsets")).ifPresent(db -> db.rows(OWN_POSITIONS, sink.name())
                .forEach(row -> positions.merge(
                        new TopicPartition(row.get(0), Integer.parseInt(row.get(1))),
                        Long.parseLong(row.get(2)),
                        Math::max)));
        return positions;
    }
}
