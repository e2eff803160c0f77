package io.pulsefeed.timescale.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaOffsetStoreTest {

    private static final TopicPartition TRADES = new TopicPartition("rawtrade", 0);

    private final KafkaOffsetStore store = new KafkaOffsetStore(new HashMap<>());

    @Test
    void resumesAfterCommittedOffsetsOnANewConnection() {
        store.advance(Map.of(TRADES, 5L));
        assertThat(store.reclaim(List.of(TRADES))).containsExactly(Map.entry(TRADES, OffsetStore.UNKNOWN));

        store.onCommitted(Map.of(TRADES, 5L));
        assertThat(store.reclaim(List.of(TRADES))).containsExactly(Map.entry(TRADES, 5L));
    }

    @Test
    void leavesTheOffsetOfANewlyClaimedPartitionToTheConsumerGroup() {
        store.onCommitted(Map.of(TRADES, 5L));

        assertThat(store.claim(List.of(TRADES))).containsExactly(Map.entry(TRADES, OffsetStore.UNKNOWN));
    }
}
