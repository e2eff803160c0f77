package io.pulsefeed.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.database.AggregateRefresh.Range;
import io.pulsefeed.cli.options.InstantConverter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AggregateRangeTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:34:56Z");

    private static String sql(String from, String to) {
        return Range.of(Instant.parse(from), Instant.parse(to), NOW).sql("x");
    }

    @Test
    void coversWholeHours() {
        assertThat(sql("2026-01-01T08:10:00Z", "2026-01-01T09:00:00.001Z"))
                .isEqualTo(
                        "CALL refresh_continuous_aggregate('x', timestamptz '2026-01-01T08:00:00Z', timestamptz '2026-01-01T10:00:00Z')");
        assertThat(sql("2026-01-01T08:00:00Z", "2026-01-01T09:00:00Z"))
                .contains("'2026-01-01T08:00:00Z'")
                .contains("'2026-01-01T09:00:00Z'");
    }

    /** Materializing an incomplete hour would hide its later rows. */
    @Test
    void excludesTheLastHours() {
        assertThat(sql("2026-01-01T08:00:00Z", "2026-01-02T12:34:56Z")).contains("'2026-01-02T11:00:00Z'");
        assertThat(Range.of(Instant.parse("2026-01-02T11:10:00Z"), NOW, NOW).isEmpty())
                .isTrue();
        assertThat(Range.of(Instant.parse("2026-01-02T10:59:00Z"), NOW, NOW).isEmpty())
                .isFalse();
    }

    @Test
    void startsAtTheFirstRowForEarliest() {
        Range all = Range.of(InstantConverter.EARLIEST, NOW, NOW);

        assertThat(all.isEmpty()).isFalse();
        assertThat(all.sql("x")).contains("'x', NULL, timestamptz '2026-01-02T11:00:00Z'");
    }
}
