package io.pulsefeed.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.database.AggregateRefresh.Range;
import io.pulsefeed.cli.options.InstantConverter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateRangeTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:34:56Z");

    private static String sql(String from, String to) {
        return Range.of(Instant.parse(from), Instant.parse(to), NOW).sql("ts.refresh", "x");
    }

    @Test
    void coversWholeHours() {
        assertThat(sql("2026-01-01T08:10:00Z", "2026-01-01T09:00:00.001Z"))
                .isEqualTo(
                        "CALL ts.refresh('x', timestamptz '2026-01-01T08:00:00Z', timestamptz '2026-01-01T10:00:00Z')");
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
    void startsAtTheOldestRowAtTheEarliest() {
        Instant oldest = Instant.parse("2026-01-01T05:00:00Z");
        Range all = Range.of(InstantConverter.EARLIEST, NOW, NOW);

        assertThat(all.notBefore(oldest)).isEqualTo(new Range(oldest, all.to()));
        assertThat(Range.of(Instant.parse("2026-01-01T04:59:59Z"), NOW, NOW).notBefore(oldest))
                .isEqualTo(new Range(oldest, all.to()));
        Range later = Range.of(Instant.parse("2026-01-01T05:00:00Z"), NOW, NOW);
        assertThat(later.notBefore(oldest)).isEqualTo(later);
    }

    @Test
    void hasNoStartForEarliest() {
        Range all = Range.of(InstantConverter.EARLIEST, NOW, NOW);

        assertThat(all.isEmpty()).isFalse();
        assertThat(all.sql("ts.refresh", "x")).contains("'x', NULL, timestamptz '2026-01-02T11:00:00Z'");
    }

    /** A long refresh shows its progress, and does not hold one transaction. */
    @Test
    void isRefreshedInPiecesThatCoverIt() {
        Range year = new Range(Instant.parse("2025-01-01T05:00:00Z"), Instant.parse("2026-01-01T05:00:00Z"));

        List<Range> pieces = year.pieces();

        assertThat(pieces).hasSize(53);
        assertThat(pieces.get(0).from()).isEqualTo(year.from());
        assertThat(pieces.get(52).to()).isEqualTo(year.to());
        for (int i = 1; i < pieces.size(); i++) {
            assertThat(pieces.get(i).from()).isEqualTo(pieces.get(i - 1).to());
        }
        assertThat(pieces).noneMatch(Range::isEmpty);
        Range hour = new Range(year.from(), year.from().plusSeconds(3_600));
        assertThat(hour.pieces()).containsExactly(hour);
    }
}
