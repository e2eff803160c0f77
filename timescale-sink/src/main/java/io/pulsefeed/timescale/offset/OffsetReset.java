package io.pulsefeed.timescale.offset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Changes stored offsets on behalf of the REST API. Increments the epochs, which fences a task that is still running. */
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

    /** @param offsets of the next record to write; null resets the offset to {@link OffsetStore#UNKNOWN} */
    public void apply(String connector, Map<TopicPartition, @Nullable Long> offsets) throws SQLException {
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
}
