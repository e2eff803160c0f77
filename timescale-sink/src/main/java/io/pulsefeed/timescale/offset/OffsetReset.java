package io.pulsefeed.timescale.offset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Changes stored positions from outside a task. The epoch moves on, so that no task that is still about can write. */
public final class OffsetReset {

    private static final String SET =
            """
            INSERT INTO connect_sink_offsets AS o (connector, topic, partition, next_offset, epoch, owner, updated_at)
            VALUES (?, ?, ?, ?, 1, 'set by hand', now())
            ON CONFLICT (connector, topic, partition)
            DO UPDATE SET epoch = o.epoch + 1, owner = excluded.owner, next_offset = excluded.next_offset, updated_at = now()""";

    private final Connection connection;

    public OffsetReset(Connection connection) {
        this.connection = connection;
    }

    /** @param offsets of the next record to write; null forgets the position, which then is -1 */
    public void apply(String connector, Map<TopicPartition, Long> offsets) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            for (Map.Entry<TopicPartition, Long> entry : offsets.entrySet()) {
                statement.setString(1, connector);
                statement.setString(2, entry.getKey().topic());
                statement.setInt(3, entry.getKey().partition());
                statement.setLong(4, entry.getValue() == null ? -1 : entry.getValue());
                statement.executeUpdate();
            }
            connection.commit();
        }
    }
}
