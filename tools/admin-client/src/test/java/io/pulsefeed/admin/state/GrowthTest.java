package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;

    @Test
    void dividesTheBytesByTheTimeThatTheyCover() {
        Growth growth = Growth.of(1_000, 6 * HOUR, -1).orElseThrow();

        assertThat(growth.bytesPerDay()).isEqualTo(4_000);
        assertThat(growth.daysOfGrowth()).isInfinite();
        assertThat(Growth.daysLeft(10_000, List.of(growth))).isEqualTo(2.5);
    }

    @Test
    void doesNotGuessFromAFewMinutes() {
        assertThat(Growth.of(1_000, Duration.ofMinutes(9).toMillis(), -1)).isEmpty();
    }

    @Test
    void stopsToGrowWhenTheRetentionIsReached() {
        Growth full = Growth.of(7_000, 8 * DAY, 7 * DAY).orElseThrow();
        Growth young = Growth.of(1_000, DAY, 7 * DAY).orElseThrow();

        assertThat(full.currentBytesPerDay()).isZero();
        assertThat(Growth.daysLeft(1_000_000, List.of(full, young))).isInfinite();
        // grows by 1,000 bytes a day for six more days
        assertThat(Growth.daysLeft(5_000, List.of(full, young))).isEqualTo(5);
        assertThat(Growth.daysLeft(6_001, List.of(full, young))).isInfinite();
    }

    @Test
    void addsTheGrowthOfTopicsAndTablesUntilEachEnds() {
        Growth twoDays = new Growth(1_000, 2);
        Growth always = new Growth(500, Double.POSITIVE_INFINITY);

        // 3,000 in two days, then 500 a day
        assertThat(Growth.daysLeft(4_000, List.of(twoDays, always))).isCloseTo(4, Assertions.within(1e-9));
        assertThat(Growth.daysLeft(1_500, List.of(twoDays, always))).isCloseTo(1, Assertions.within(1e-9));
        assertThat(Growth.daysLeft(0, List.of(always))).isZero();
        assertThat(Growth.daysLeft(1, List.of())).isInfinite();
    }
}
