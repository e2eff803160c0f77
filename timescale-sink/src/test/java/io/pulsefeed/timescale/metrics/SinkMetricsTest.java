package io.pulsefeed.timescale.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.error.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {

    private final Map<String, DoubleSupplier> figures = new HashMap<>();
    private long nanos = 1_000_000_000L;
    private final SinkMetrics metrics = new SinkMetrics(
            (name, help, tags, value) -> {
                assertThat(help).isNotBlank();
                assertThat(figures.put(name + tags, value))
                        .as("a name twice: %s %s", name, tags)
                        .isNull();
            },
            () -> nanos,
            () -> 60_000L);

    @Test
    void countsWhatACommitWrote() {
        metrics.copied(10, 700);
        metrics.merged(4, 6);
        metrics.committed(20, 3, 58_000_000L);
        metrics.flushed(3_000_000L, 1_000_000L);
        nanos += 5_000_000L;

        assertThat(figure("rows-written-total")).isEqualTo(10);
        assertThat(figure("rows-merged-total")).isEqualTo(4);
        assertThat(figure("rows-conflicted-total")).isEqualTo(6);
        assertThat(figure("rows-repeated-total")).isEqualTo(3);
        assertThat(figure("batch-rows-avg")).isEqualTo(20);
        assertThat(figure("batch-rows-max")).isEqualTo(20);
        assertThat(figure("flush-time-p99")).isEqualTo(3);
        assertThat(figure("commit-time-max")).isEqualTo(1);
        assertThat(figure("last-commit-age")).isEqualTo(5);
        assertThat(figure("lag-seconds")).isEqualTo(2);
    }

    @Test
    void tellsTroublesApart() {
        metrics.bad(Reason.NOT_JSON);
        metrics.retried("40001");
        metrics.retried("40001");
        metrics.retried(null);

        assertThat(figures.get("records-bad-total{reason=not-json}").getAsDouble())
                .isEqualTo(1);
        assertThat(figures.get("records-bad-total{reason=too-long}").getAsDouble())
                .isZero();
        assertThat(figures.get("write-retries-total{sqlstate=40001}").getAsDouble())
                .isEqualTo(2);
        assertThat(figures.get("write-retries-total{sqlstate=none}").getAsDouble())
                .isEqualTo(1);
    }

    @Test
    void hasNoTimesBeforeTheFirstCommit() {
        assertThat(figure("flush-time-p50")).isNaN();
        assertThat(figure("lag-seconds")).isNaN();
        assertThat(figure("batch-rows-avg")).isZero();
    }

    private double figure(String name) {
        return figures.get(name + "{}").getAsDouble();
    }
}
