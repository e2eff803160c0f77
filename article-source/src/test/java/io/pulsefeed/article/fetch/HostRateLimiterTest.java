package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostRateLimiterTest {

    private static final String HOST = "a.example";
    private static final long DELAY_NS = Duration.ofSeconds(1).toNanos();

    private final VirtualClock clock = new VirtualClock();
    private final HostRateLimiter limiter = new HostRateLimiter(clock);

    private static final class VirtualClock implements MonotonicClock {

        private long nowNs;

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void sleep(long durationNs) {
            nowNs += durationNs;
        }
    }

    @Test
    void firstRequestStartsImmediately() throws Exception {
        assertThat(limiter.acquire(HOST, HOST, DELAY_NS)).isZero();
        assertThat(clock.nowNs).isZero();
    }

    @Test
    void waitsForDelayAfterEndOfResponse() throws Exception {
        limiter.acquire(HOST, HOST, DELAY_NS);
        clock.nowNs = Duration.ofSeconds(5).toNanos();
        limiter.release(HOST);

        assertThat(limiter.acquire(HOST, HOST, DELAY_NS)).isZero();
        assertThat(clock.nowNs).isEqualTo(Duration.ofSeconds(6).toNanos());
    }

    @Test
    void doesNotDelayOtherHosts() throws Exception {
        limiter.acquire(HOST, HOST, DELAY_NS);

        assertThat(limiter.acquire("b.example", "b.example", DELAY_NS)).isZero();
        assertThat(clock.nowNs).isZero();
    }

    @Test
    void blocksForRequestedTime() throws Exception {
        limiter.block(HOST, Duration.ofSeconds(90));
        clock.nowNs = Duration.ofSeconds(30).toNanos();

        assertThat(limiter.acquire(HOST, HOST, DELAY_NS))
                .isEqualTo(Duration.ofSeconds(60).toNanos());
        clock.nowNs = Duration.ofSeconds(90).toNanos();
        assertThat(limiter.acquire(HOST, HOST, DELAY_NS)).isZero();
    }

    @Test
    void doublesBlockWithoutRequestedTimeUpToOneDay() {
        assertThat(limiter.block(HOST, null)).isEqualTo(Duration.ofSeconds(60).toNanos());
        assertThat(limiter.block(HOST, null)).isEqualTo(Duration.ofSeconds(120).toNanos());
        for (int i = 0; i < 20; i++) {
            limiter.block(HOST, null);
        }
        assertThat(limiter.block(HOST, null)).isEqualTo(Duration.ofHours(24).toNanos());
    }

    @Test
    void successfulResponseResetsDoubling() {
        limiter.block(HOST, null);
        limiter.resetStrikes(HOST);

        assertThat(limiter.block(HOST, null)).isEqualTo(Duration.ofSeconds(60).toNanos());
    }

    @Test
    void blockOfOneUrlDoesNotBlockItsHost() throws Exception {
        String url = "http://a.example/feed";
        limiter.block(url, Duration.ofSeconds(90));

        assertThat(limiter.acquire(HOST, url, DELAY_NS))
                .isEqualTo(Duration.ofSeconds(90).toNanos());
        assertThat(limiter.acquire(HOST, "http://a.example/other", DELAY_NS)).isZero();
    }
}
