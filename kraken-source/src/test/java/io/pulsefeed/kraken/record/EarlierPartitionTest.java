package io.pulsefeed.kraken.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pulsefeed.kraken.wire.Pair;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlierPartitionTest {

    private static final Map<String, Object> BACKFILL =
            Offsets.backfillPartition(Pair.parse("XBT/USD"), 1_704_067_200_000_000_000L, 1_704_153_600_000_000_000L);

    @Test
    void aResetOfABackfillContainsBothOrdersOfItsKeys() {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(BACKFILL, null);
        offsets.put(Offsets.partition("trade", "XBT/USD"), null);

        EarlierPartition.addTo(offsets);

        assertThat(offsets).hasSize(3);
        Map<String, ?> added = offsets.keySet().stream()
                .filter(EarlierPartition.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(List.copyOf(added.keySet())).containsExactly("venue", "channel", "pair", "from_ns", "to_ns");
        BACKFILL.forEach((key, value) -> assertThat((Object) added.get(key)).isEqualTo(value));
        assertThat(offsets.values()).containsOnlyNulls();
    }

    @Test
    void otherRequestsStayAsTheyAre() {
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        offsets.put(BACKFILL, Offsets.backfill(1, 2, -1));
        offsets.put(Offsets.partition("trade", "XBT/USD"), null);
        offsets.put(Map.of("channel", "backfill"), null);
        offsets.put(null, null);

        assertThatCode(() -> EarlierPartition.addTo(Collections.unmodifiableMap(offsets)))
                .doesNotThrowAnyException();
    }
}
