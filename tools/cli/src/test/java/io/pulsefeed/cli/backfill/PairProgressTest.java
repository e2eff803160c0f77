package io.pulsefeed.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PairProgressTest {

    private static final Period PERIOD =
            new Period(Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2024-01-02T00:00:00Z"));

    private static JsonNode offsets(String pair, long fromNs, String offset) throws IOException {
        return new ObjectMapper()
                .readTree("{\"offsets\":[{\"partition\":{\"venue\":\"kraken\",\"channel\":\"backfill\",\"pair\":\""
                        + pair + "\",\"from_ns\":" + fromNs + ",\"to_ns\":1704153600000000000},\"offset\":" + offset
                        + "}]}");
    }

    @Test
    void readsTheOffsetOfThePairAndPeriod() throws IOException {
        String offset =
                "{\"trade_id\":120,\"ts_ns\":1704070800000000000,\"until_id\":-1,\"first_id\":101,\"trades\":20}";

        assertThat(PairProgress.of(offsets("XBT/USD", 1_704_067_200_000_000_000L, offset), "XBT/USD", PERIOD))
                .isEqualTo(new PairProgress(false, 101, 120, 20, 0, 3_600));
        assertThat(PairProgress.of(offsets("ETH/USD", 1_704_067_200_000_000_000L, offset), "XBT/USD", PERIOD))
                .isEqualTo(PairProgress.NONE);
        assertThat(PairProgress.of(offsets("XBT/USD", 1_704_067_200_000_000_001L, offset), "XBT/USD", PERIOD))
                .isEqualTo(PairProgress.NONE);
    }

    @Test
    void endMarkCompletesThePeriod() throws IOException {
        String offset = "{\"trade_id\":120,\"ts_ns\":1704070800000000000,\"complete\":true}";

        PairProgress progress =
                PairProgress.of(offsets("XBT/USD", 1_704_067_200_000_000_000L, offset), "XBT/USD", PERIOD);

        assertThat(progress).isEqualTo(new PairProgress(true, -1, 120, -1, 0, 86_400));
    }

    @Test
    void nameOfAPeriodIsValidInUrls() {
        assertThat(PERIOD.id()).isEqualTo("20240101T000000-20240102T000000");
        assertThat(new Period(Instant.parse("2024-01-01T00:00:00.5Z"), PERIOD.to()).id())
                .isEqualTo("20240101T000000.500000000-20240102T000000");
    }

    @Test
    void otherNamesOfPairs() {
        assertThat(RowCheck.otherName("XBT/USD")).isEqualTo("BTC/USD");
        assertThat(RowCheck.otherName("ETH/XBT")).isEqualTo("ETH/BTC");
        assertThat(RowCheck.otherName("SOL/USD")).isEqualTo("SOL/USD");
    }
}
