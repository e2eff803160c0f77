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
    void allowsOneHundredConnectionAttemptsInTenMinutes() {
        ConnectionRateLimiter limiter = new ConnectionRateLimiter();
        for (int i = 0; i < 100; i++) {
            assertThat(limiter.acquire(i * SECOND)).isZero();
        }
        assertThat(limiter.acquire(100 * SECOND)).isEqualTo(500 * SECOND);
        assertThat(limiter.acquire(600 * SECOND)).isZero();
    }

    @Test
    void blocksConnectionsForTenMinutesAfterABan() {
        ConnectionRateLimiter limiter = new ConnectionRateLimiter();
        limiter.onBlocked(-5 * SECOND);
        assertThat(limiter.acquire(0)).isEqualTo(595 * SECOND);
        assertThat(limiter.acquire(595 * SECOND)).isZero();
    }

    @Test
    void spacesRequestsGloballyAndPerPair() {
        RequestRateLimiter limiter = new RequestRateLimiter();
        long nowMonoNs = -7 * SECOND;
        assertThat(limiter.acquire(XBT, QUARTER, ONE, nowMonoNs)).isZero();
        assertThat(limiter.acquire(ETH, QUARTER, ONE, nowMonoNs)).isEqualTo(QUARTER.toNanos());
        nowMonoNs += QUARTER.toNanos();
        assertThat(limiter.acquire(ETH, QUARTER, ONE, nowMonoNs)).isZero();
        nowMonoNs += QUARTER.toNanos();
        assertThat(limiter.acquire(XBT, QUARTER, ONE, nowMonoNs)).isEqualTo(SECOND / 2);
    }

    @Test
    void doublesThePauseWithEachThrottledRequest() {
        RequestRateLimiter limiter = new RequestRateLimiter();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pauses.add(TimeUnit.NANOSECONDS.toSeconds(limiter.onThrottled(Duration.ZERO, 0)));
        }
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 120L, 120L);
        assertThat(limiter.acquire(XBT, QUARTER, ONE, 0)).isEqualTo(120 * SECOND);
        limiter.onSuccess();
        assertThat(limiter.onThrottled(Duration.ofSeconds(30), 0)).isEqualTo(30 * SECOND);
    }

    @Test
    void backsOffToOneMinuteWithTwentyPercentJitter() {
        Backoff backoff = new Backoff(new Random(1));
        for (int seconds : new int[] {0, 1, 2, 4, 4, 4, 4, 8, 16, 32, 60, 60}) {
            assertThat(backoff.nextDelayNs()).isBetween(seconds * SECOND * 8 / 10, seconds * SECOND * 12 / 10);
        }
        backoff.reset();
        assertThat(backoff.nextDelayNs()).isZero();
    }

    @Test
    void reconnectsWithinSecondsWhileConnectionsDeliverData() {
        Backoff backoff = new Backoff(new Random(1));
        for (int i = 0; i < 50; i++) {
            backoff.onUseful();
            assertThat(backoff.nextDelayNs()).isLessThanOrEqualTo(2 * SECOND * 12 / 10);
        }
    }
}
