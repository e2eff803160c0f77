package io.pulsefeed.kraken.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitersTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Duration QUARTER = Duration.ofMillis(250);
    private static final Duration ONE = Duration.ofSeconds(1);
    private static final Pair XBT = Pair.parse("XBT/USD");
    private static final Pair ETH = Pair.parse("ETH/USD");

    @Test
    void allowsAHundredConnectionAttemptsInTenMinutes() {
        ConnectionRateLimiter budget = new ConnectionRateLimiter();
        for (int i = 0; i < 100; i++) {
            assertThat(budget.take(i * SECOND)).isZero();
        }
        assertThat(budget.take(100 * SECOND)).isEqualTo(500 * SECOND);
        assertThat(budget.take(600 * SECOND)).isZero();
    }

    @Test
    void staysAwayForTenMinutesAfterABan() {
        ConnectionRateLimiter budget = new ConnectionRateLimiter();
        budget.banned(-5 * SECOND);
        assertThat(budget.take(0)).isEqualTo(595 * SECOND);
        assertThat(budget.take(595 * SECOND)).isZero();
    }

    @Test
    void spacesRequestsOfAllPairsAndOfEachPair() {
        RequestRateLimiter pace = new RequestRateLimiter();
        long now = -7 * SECOND;
        assertThat(pace.take(XBT, QUARTER, ONE, now)).isZero();
        assertThat(pace.take(ETH, QUARTER, ONE, now)).isEqualTo(QUARTER.toNanos());
        now += QUARTER.toNanos();
        assertThat(pace.take(ETH, QUARTER, ONE, now)).isZero();
        now += QUARTER.toNanos();
        assertThat(pace.take(XBT, QUARTER, ONE, now)).isEqualTo(SECOND / 2);
    }

    @Test
    void pausesTwiceAsLongWithEachRefusalForTheRate() {
        RequestRateLimiter pace = new RequestRateLimiter();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pauses.add(TimeUnit.NANOSECONDS.toSeconds(pace.throttled(Duration.ZERO, 0)));
        }
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 120L, 120L);
        assertThat(pace.take(XBT, QUARTER, ONE, 0)).isEqualTo(120 * SECOND);
        pace.answered();
        assertThat(pace.throttled(Duration.ofSeconds(30), 0)).isEqualTo(30 * SECOND);
    }

    @Test
    void backsOffToAMinuteWithAFifthOfJitter() {
        Backoff backoff = new Backoff(new Random(1));
        for (int seconds : new int[] {0, 1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(backoff.nextNanos()).isBetween(seconds * SECOND * 8 / 10, seconds * SECOND * 12 / 10);
        }
        backoff.reset();
        assertThat(backoff.nextNanos()).isZero();
    }
}
