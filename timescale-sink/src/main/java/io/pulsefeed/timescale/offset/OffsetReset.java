package io.pulsefeed.timescale.offset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Changes stored offsets on behalf of the REST API. Increments the epochs, which fences a task that is still running. */
public final class OffsetReset {

    private static final String SET =
            """
            INSERT INTO connect_sink_offsets AS o (connector, topic, partition, next_offset, epoch, owner, updated_at)
            VALUES (?, ?, ?, ?, 1, 'set by hand', now())
            ON CONFLICT (connector, topic, partition)
            DO UPDATE SET epoch = o.epoch + 1, owner = excluded.owner, next_offset = excluded.next_offset, updated_at = now()""";

    private static final String PARTITIONS =
            "SELECT count(*), max(partition) FROM connect_sink_offsets WHERE connector = ? AND topic = ?";

    private final Connection connection;

    public OffsetReset(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param offsets of the next record to write; null resets the offset to {@link OffsetStore#UNKNOWN}
     * @throws ConnectException if a partition does not exist; then no row has changed
     */
    public void apply(String connector, Map<TopicPartition, @Nullable Long> offsets) throws SQLException {
        for (Map.Entry<TopicPartition, @Nullable Long> entry : offsets.entrySet()) {
            if (entry.getValue() != null) {
                requireKnown(connector, entry.getKey());
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            for (Map.Entry<TopicPartition, @Nullable Long> entry : offsets.entrySet()) {
                statement.setString(1, connector);
                statement.setString(2, entry.getKey().topic());
                statement.setInt(3, entry.getKey().partition());
                statement.setLong(4, entry.getValue() == null ? OffsetStore.UNKNOWN : entry.getValue());
                statement.executeUpdate();
            }
            connection.commit();
        }
    }

    /** The tasks of a connector claim all partitions of its topics. A topic without rows has not been read yet. */
    private void requireKnown(String connector, TopicPartition partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PARTITIONS)) {
            statement.setString(1, connector);
            statement.setString(2, partition.topic());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                int last = row.getInt(2);
                if (row.getInt(1) > 0 && partition.partition() > last) {
                    throw new ConnectException(
                            "Connector " + connector + " has read the partitions 0 to " + last + " of topic "
                                    + partition.topic() + ", so the offset of partition " + partition.partition()
                                    + " cannot be set. If the partition is new, start the connector once before.");
                }
            }
        }
    }
}
