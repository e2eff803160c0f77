package io.pulsefeed.cli.access;

import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.SinkSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets that a sink has processed. The sink stores them with its rows in the database; its consumer group is behind by up to the worker's
 * {@code offset.flush.interval.ms}.
 */
public final class SinkOffsets {

    private static final String STORED =
            "SELECT topic, partition, next_offset FROM connect_sink_offsets WHERE connector = ?";

    private SinkOffsets() {}

    /**
     * The offset of the next record to be written, for each partition that has one.
     *
     * @param database empty if it is not available; then the offsets of the consumer group alone
     */
    public static Map<TopicPartition, Long> read(KafkaAdmin admin, SinkSettings sink, Optional<Database> database) {
        Map<TopicPartition, Long> offsets = new HashMap<>(admin.committedOffsets(sink.group()));
        database.filter(db -> db.exists("connect_sink_offsets")).ifPresent(db -> db.rows(STORED, sink.name())
                .forEach(row -> offsets.merge(
                        new TopicPartition(
                                Objects.requireNonNull(row.get(0)),
                                Integer.parseInt(Objects.requireNonNull(row.get(1)))),
                        Long.parseLong(Objects.requireNonNull(row.get(2))),
                        Math::max)));
        return offsets;
    }
}
