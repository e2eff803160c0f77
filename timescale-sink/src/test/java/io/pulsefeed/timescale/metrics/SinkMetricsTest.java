package io.pulsefeed.timescale.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.error.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {

    private final Map<String, DoubleSupplier> gauges = new HashMap<>();
    private long nowMonoNs = 1_000_000_000L;
    private final SinkMetrics metrics = new SinkMetrics(
            (name, description, tags, value) -> {
                assertThat(description).isNotBlank();
                assertThat(gauges.put(name + tags, value))
                        .as("duplicate metric %s %s", name, tags)
                        .isNull();
            },
            () -> nowMonoNs,
            Clock.fixed(Instant.ofEpochMilli(60_000), ZoneOffset.UTC));

    @Test
    void countsRowsOfACommit() {
        metrics.addCopied(10, 700);
        metrics.addMerged(4, 6);
        metrics.addCommitted(20, 3, 58_000_000L);
        metrics.addFlush(3_000_000L, 1_000_000L);
        nowMonoNs += 5_000_000L;

        assertThat(valueOf("rows-written-total")).isEqualTo(10);
        assertThat(valueOf("rows-merged-total")).isEqualTo(4);
        assertThat(valueOf("rows-conflicted-total")).isEqualTo(6);
        assertThat(valueOf("rows-repeated-total")).isEqualTo(3);
        assertThat(valueOf("batch-rows-avg")).isEqualTo(20);
        assertThat(valueOf("batch-rows-max")).isEqualTo(20);
        assertThat(valueOf("flush-time-p99")).isEqualTo(3);
        assertThat(valueOf("commit-time-max")).isEqualTo(1);
        assertThat(valueOf("last-commit-age")).isEqualTo(5);
        assertThat(valueOf("lag-seconds")).isEqualTo(2);
    }

    @Test
    void countsErrorsByKind() {
        metrics.addBad(Reason.NOT_JSON);
        metrics.addRetry("40001");
        metrics.addRetry("40001");
        metrics.addRetry(null);

        assertThat(gauges.get("records-bad-total{reason=not-json}").getAsDouble())
                .isEqualTo(1);
        assertThat(gauges.get("records-bad-total{reason=too-long}").getAsDouble())
                .isZero();
        assertThat(gauges.get("write-retries-total{sqlstate=40001}").getAsDouble())
                .isEqualTo(2);
        assertThat(gauges.get("write-retries-total{sqlstate=none}").getAsDouble())
                .isEqualTo(1);
    }

    @Test
    void reportsNoTimesBeforeTheFirstCommit() {
        assertThat(valueOf("flush-time-p50")).isNaN();
        assertThat(valueOf("lag-seconds")).isNaN();
        assertThat(valueOf("batch-rows-avg")).isZero();
    }

    private double valueOf(String name) {
        return gauges.get(name + "{}").getAsDouble();
    }
}
