package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestartPausesTest {

    private long now = 5;
    private final RestartPauses pauses = new RestartPauses(() -> now);

    private void passes(Duration time) {
        now += time.toNanos();
    }

    @Test
    void theFirstRestartIsAtOnceAndTheOthersAfterPausesThatDoubleToHalfAnHour() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            assertThat(pauses.mayRestart("a")).isTrue();
            Duration pause = pauses.restarted("a").pause();
            seconds.add(pause.toSeconds());
            passes(pause.minusNanos(1));
            assertThat(pauses.mayRestart("a")).isFalse();
            assertThat(pauses.mayRestart("b")).isTrue();
            passes(Duration.ofNanos(1));
        }

        assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1800L, 1800L, 1800L);
    }

    @Test
    void whatHasRunForTenMinutesSinceIsHealedAndWhatHasNotIsNot() {
        pauses.restarted("a");
        pauses.restarted("a");
        passes(Duration.ofMinutes(10).minusNanos(1));
        pauses.runs("a");
        assertThat(pauses.restarted("a").number()).isEqualTo(3);

        passes(Duration.ofMinutes(10));
        pauses.runs("a");
        assertThat(pauses.restarted("a").number()).isEqualTo(1);
    }

    @Test
    void whatIsGoneIsForgotten() {
        pauses.restarted("a");
        pauses.restarted("b");

        pauses.keepOnly(Set.of("b"));

        assertThat(pauses.restarted("a").number()).isEqualTo(1);
        assertThat(pauses.restarted("b").number()).isEqualTo(2);
    }
}
