package io.pulsefeed.kraken.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.wire.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

class OffsetsTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");

    private final JsonConverter worker = new JsonConverter();

    OffsetsTest() {
        worker.configure(Map.of("schemas.enable", "false"), true);
    }

    /** The worker stores the bytes; its REST API reads them and writes them again. */
    @Test
    void partitionsHaveTheSameBytesAfterTheWorkersRoundTrip() {
        for (Map<String, Object> partition : List.of(
                Offsets.partition("trade", PAIR),
                Offsets.partition("ticker", PAIR),
                Offsets.backfillPartition(PAIR, 1_704_067_200_000_000_000L, 1_704_153_600_000_000_000L))) {
            byte[] stored = worker.fromConnectData("", null, List.of("connector", partition));
            Object read = worker.toConnectData("", stored).value();

            assertThat(worker.fromConnectData("", null, read))
                    .as(partition.toString())
                    .isEqualTo(stored);
        }
    }

    /** Otherwise offsets that release 0.1.0 has stored would not be found. */
    @Test
    void liveAndEarlierBackfillPartitionsKeepTheOrderOfTheirKeys() {
        assertThat(new ArrayList<>(Offsets.partition("trade", PAIR).keySet()))
                .containsExactly("venue", "channel", "pair");
        assertThat(new ArrayList<>(
                        Offsets.backfillPartitionOfRelease010(PAIR, 1, 2).keySet()))
                .containsExactly("venue", "channel", "pair", "from_ns", "to_ns");
    }
}
