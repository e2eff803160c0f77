package io.pulsefeed.timescale.offset;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the positions are kept: in a table beside the rows, or with Kafka alone. */
public interface OffsetLedger {

    /** Takes partitions over from whoever had them. @return offset of the first record not yet written, -1 for none */
    Map<TopicPartition, Long> claim(Collection<TopicPartition> partitions) throws SQLException;

    /**
     * Takes up again, on a new connection, what this task owned on a lost one.
     *
     * @throws FencedException when another task has taken a partition over meanwhile
     */
    Map<TopicPartition, Long> reclaim(Collection<TopicPartition> partitions) throws SQLException;

    /**
     * Moves partitions forward inside the current transaction.
     *
     * @throws FencedException when another task owns one of them; the caller rolls back
     */
    void advance(Map<TopicPartition, Long> nextOffsets) throws SQLException;
}
