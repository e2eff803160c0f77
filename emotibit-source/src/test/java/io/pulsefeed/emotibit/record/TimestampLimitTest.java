package io.pulsefeed.emotibit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampLimitTest {

    private static final long START_MS = 1_795_000_000_000L;
    private static final long BROKER_LIMIT_MS = 3_600_000;

    private final AtomicLong monoNs = new AtomicLong();
    private long stepMs;
    private final TimestampLimit limit = new TimestampLimit(
            new Clock() {
                @Override
                public Instant instant() {
                    return Instant.ofEpochMilli(START_MS + stepMs + monoNs.get() / 1_000_000);
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            },
            monoNs::get);

    @Test
    void keepsTimesUpToNow() {
        monoNs.set(Duration.ofMinutes(5).toNanos());

        assertThat(limit.applyAsLong(START_MS - 86_400_000)).isEqualTo(START_MS - 86_400_000);
        assertThat(limit.applyAsLong(START_MS + 300_020)).isEqualTo(START_MS + 300_020);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_700_000, -3_600_000, -2_000, 0, 2_000, 3_600_000, 86_400_000})
    void brokerAcceptsEveryTimeAfterTheHostClockWasSet(long step) {
        monoNs.set(Duration.ofMinutes(5).toNanos());
        long beforeStep = START_MS + 300_000;
        stepMs = step;
        // The clock was right before or after the step, so the broker's time is one of both.
        long broker = Math.min(beforeStep, beforeStep + step);
        for (long time : new long[] {beforeStep, beforeStep + step, beforeStep + 86_400_000, Long.MAX_VALUE / 2_000}) {
            assertThat(limit.applyAsLong(time)).isLessThan(broker + BROKER_LIMIT_MS);
        }
    }
}
