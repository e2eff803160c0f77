package io.pulsefeed.timescale.offset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores offsets in the table {@code connect_sink_offsets}, together with the epoch and the owner of each partition. Every
 * statement locks rows in the order of topic and partition, so that two tasks never deadlock.
 *
 * <p>Fencing: {@link #claim} increments the epoch of a partition. {@link #advance} only updates rows whose epoch is the one
 * that this task claimed, so a task that lost a partition cannot commit.
 */
public final class DatabaseOffsetStore implements OffsetStore {

    private static final String CLAIM =
            """
            INSERT INTO connect_sink_offsets AS o (connector, topic, partition, next_offset, epoch, owner, updated_at)
            VALUES (?, ?, ?, -1, 1, ?, now())
            ON CONFLICT (connector, topic, partition)
            DO UPDATE SET epoch = o.epoch + 1, owner = excluded.owner, updated_at = now()
            RETURNING next_offset, epoch""";
    private static final String RECLAIM =
            """
            UPDATE connect_sink_offsets SET epoch = epoch + 1, updated_at = now()
            WHERE connector = ? AND topic = ? AND partition = ? AND owner = ? RETURNING next_offset, epoch""";
    private static final String ADVANCE =
            """
            UPDATE connect_sink_offsets o SET next_offset = n.next_offset, updated_at = now()
            FROM unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[]) n (topic, partition, next_offset, epoch)
            WHERE o.connector = ? AND o.topic = n.topic AND o.partition = n.partition AND o.epoch = n.epoch
            RETURNING o.topic, o.partition""";
    private static final String EXISTS =
            "SELECT 1 FROM connect_sink_offsets WHERE connector = ? AND topic = ? AND partition = ?";
    private static final Comparator<TopicPartition> LOCK_ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Connection connection;
    private final String connector;
    private final String owner;
    private final Map<TopicPartition, Long> epochs;

    /**
     * @param owner unique identifier of this task instance
     * @param epochs of the partitions that this task owns; shared by all its connections
     */
    public DatabaseOffsetStore(
            Connection connection, String connector, String owner, Map<TopicPartition, Long> epochs) {
        this.connection = connection;
        this.connector = connector;
        this.owner = owner;
        this.epochs = epochs;
    }

    /** {@inheritDoc} Waits for a transaction of the previous owner that is being committed. */
    @Override
    public Map<TopicPartition, Long> claim(Collection<TopicPartition> partitions) throws SQLException {
        return updateEach(partitions, CLAIM);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Afterwards a transaction of the lost connection has either committed, and the returned offset includes it, or it can
     * never commit, because its epoch has ended.
     */
    @Override
    public Map<TopicPartition, Long> reclaim(Collection<TopicPartition> partitions) throws SQLException {
        return updateEach(partitions, RECLAIM);
    }

    private Map<TopicPartition, Long> updateEach(Collection<TopicPartition> partitions, String sql)
            throws SQLException {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (TopicPartition partition : sorted(partitions)) {
                statement.setString(1, connector);
                statement.setString(2, partition.topic());
                statement.setInt(3, partition.partition());
                statement.setString(4, owner);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        FencedException failure = fenced(partition);
                        connection.rollback();
                        throw failure;
                    }
                    offsets.put(partition, row.getLong(1));
                    epochs.put(partition, row.getLong(2));
                }
            }
            connection.commit();
        }
        return offsets;
    }

    @Override
    public void advance(Map<TopicPartition, Long> nextOffsets) throws SQLException {
        List<TopicPartition> partitions = sorted(nextOffsets.keySet());
        String[] topics = partitions.stream().map(TopicPartition::topic).toArray(String[]::new);
        Integer[] numbers = partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new);
        Long[] offsets = partitions.stream().map(nextOffsets::get).toArray(Long[]::new);
        Long[] claimedEpochs = partitions.stream()
                .map(partition -> epochs.getOrDefault(partition, -1L))
                .toArray(Long[]::new);
        List<TopicPartition> fenced = new ArrayList<>(partitions);
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setArray(1, connection.createArrayOf("text", topics));
            statement.setArray(2, connection.createArrayOf("int4", numbers));
            statement.setArray(3, connection.createArrayOf("int8", offsets));
            statement.setArray(4, connection.createArrayOf("int8", claimedEpochs));
            statement.setString(5, connector);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    fenced.remove(new TopicPartition(rows.getString(1), rows.getInt(2)));
                }
            }
        }
        if (!fenced.isEmpty()) {
            throw fenced(fenced.get(0));
        }
    }

    private FencedException fenced(TopicPartition partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, connector);
            statement.setString(2, partition.topic());
            statement.setInt(3, partition.partition());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? FencedException.ownedByAnotherTask(partition, connector)
                        : FencedException.offsetDeleted(partition, connector);
            }
        }
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        return partitions.stream().sorted(LOCK_ORDER).toList();
    }
}
