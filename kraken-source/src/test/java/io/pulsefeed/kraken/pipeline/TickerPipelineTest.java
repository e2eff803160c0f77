package io.pulsefeed.kraken.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.NoControl;
import io.pulsefeed.kraken.NoRest;
import io.pulsefeed.kraken.config.KrakenSourceConnectorConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickerPipelineTest {

    private static final Pair PAIR = Pair.parse("XBT/USD");
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    private final List<SourceRecord> out = new ArrayList<>();
    private final TickerPipeline pipeline = pipeline();

    private static TickerPipeline pipeline() {
        KrakenSourceConnectorConfig config = new KrakenSourceConnectorConfig(
                Map.of("pairs", "XBT/USD", "price.change.mode", "window", "price.change.window.ms", "60000"));
        return new TickerPipeline(
                PAIR,
                PipelineSettings.of(config),
                new NoRest(),
                new EventQueue(config.queue()),
                new SourceMetrics(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> 0,
                new NoControl());
    }

    private void accept(int second, String price, Duration odd) {
        long timeEpochNs = (NOW.getEpochSecond() - 600 + second) * 1_000_000_000L + odd.toNanos();
        Ticker.DayRange day = new Ticker.DayRange(null, null, null);
        pipeline.accept(new Ticker(PAIR, price, price, price, "1", null, day, timeEpochNs, Origin.LIVE), true, out);
    }

    private List<String> values() {
        return out.stream()
                .map(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The time of one ticker decides about no other one: neither the window of changes nor that of alerts starts again. */
    @ParameterizedTest
    @ValueSource(longs = {-400, -1, 1, 400, 60_000})
    void aSingleOddTimeDoesNotChangeTheTickersAfterIt(long days) {
        accept(0, "100", Duration.ZERO);
        accept(60, "100", Duration.ZERO);
        accept(61, "100", Duration.ofDays(days));
        accept(62, "101", Duration.ZERO);

        assertThat(values()).hasSize(5);
        assertThat(values().get(3)).contains("\"pct_change\":1.00}");
        assertThat(values().get(4)).contains("\"type\":\"price_spike\"");
    }
}
