package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

    private long nowMonoNs = 5;
    private final RestartBackoff backoff = new RestartBackoff(() -> nowMonoNs);

    private void advance(Duration time) {
        nowMonoNs += time.toNanos();
    }

    @Test
    void restartsImmediatelyAndThenAfterPausesThatDoubleUpToThirtyMinutes() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            assertThat(backoff.mayRestart("a")).isTrue();
            Duration pause = backoff.onRestart("a").pause();
            seconds.add(pause.toSeconds());
            advance(pause.minusNanos(1));
            assertThat(backoff.mayRestart("a")).isFalse();
            assertThat(backoff.mayRestart("b")).isTrue();
            advance(Duration.ofNanos(1));
        }

        assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1800L, 1800L, 1800L);
    }

    @Test
    void resetsAfterTenMinutesWithoutFailure() {
        backoff.onRestart("a");
        backoff.onRestart("a");
        advance(Duration.ofMinutes(10).minusNanos(1));
        backoff.onRunning("a");
        assertThat(backoff.onRestart("a").number()).isEqualTo(3);

        advance(Duration.ofMinutes(10));
        backoff.onRunning("a");
        assertThat(backoff.onRestart("a").number()).isEqualTo(1);
    }

    @Test
    void forgetsDeletedConnectors() {
        backoff.onRestart("a");
        backoff.onRestart("b");

        backoff.retainOnly(Set.of("b"));

        assertThat(backoff.onRestart("a").number()).isEqualTo(1);
        assertThat(backoff.onRestart("b").number()).isEqualTo(2);
    }
}
