package io.pulsefeed.timescale.offset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Changes stored offsets on behalf of the REST API. Increments the epochs, which fences a task that is still running.
 *
 * <p>A partition without a row has not been read yet. It gets none: the worker sets the offset of the consumer group, from which a
 * task starts in that case, and it refuses partitions that do not exist, of which no row may remain.
 */
public final class OffsetReset {

    private static final String SET =
            """
            UPDATE connect_sink_offsets
            SET epoch = epoch + 1, owner = 'set by hand', next_offset = ?, updated_at = now()
            WHERE connector = ? AND topic = ? AND partition = ?""";

    private final Connection connection;

    public OffsetReset(Connection connection) {
        this.connection = connection;
    }

    /** @param offsets of the next record to write; null resets the offset to {@link OffsetStore#UNKNOWN} */
    public void apply(String connector, Map<TopicPartition, @Nullable Long> offsets) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET)) {
            for (Map.Entry<TopicPartition, @Nullable Long> entry : offsets.entrySet()) {
                statement.setLong(1, entry.getValue() == null ? OffsetStore.UNKNOWN : entry.getValue());
                statement.setString(2, connector);
                statement.setString(3, entry.getKey().topic());
                statement.setInt(4, entry.getKey().partition());
                statement.executeUpdate();
            }
            connection.commit();
        }
    }
}
