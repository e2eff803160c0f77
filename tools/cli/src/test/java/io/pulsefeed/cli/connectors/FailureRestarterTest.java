package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureRestarterTest {

    private final List<String> log = new ArrayList<>();
    private long nowMonoNs = 5;
    private FakeWorker worker;
    private FailureRestarter restarter;

    @BeforeEach
    void start() throws IOException {
        worker = new FakeWorker();
        RestartBackoff backoff = new RestartBackoff(() -> nowMonoNs);
        restarter = new FailureRestarter(worker.rest(), () -> List.of("a", "b", "c"), backoff, log::add);
        for (String connector : List.of("a", "b", "c")) {
            worker.set(connector, "RUNNING", "RUNNING");
        }
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void restartsOnlyFailedConnectors() {
        worker.set("b", "RUNNING", "FAILED");

        assertThat(restarter.restartFailed()).containsExactly("b");
        assertThat(worker.restarted()).containsExactly("b");
        assertThat(log)
                .containsExactly(
                        "b had failed: Cause: broken | restarted, attempt 1; next attempt in 10 s at the earliest");
    }

    @Test
    void waitsBeforeTheNextRestart() {
        worker.set("b", "RUNNING", "FAILED");
        restarter.restartFailed();
        assertThat(restarter.restartFailed()).isEmpty();

        nowMonoNs += Duration.ofSeconds(10).toNanos();

        assertThat(restarter.restartFailed()).containsExactly("b");
        assertThat(log.get(1)).contains("attempt 2; next attempt in 20 s");
    }

    @Test
    void continuesAfterARejectedRestart() {
        worker.set("a", "RUNNING", "FAILED");
        worker.set("c", "RUNNING", "FAILED");
        worker.rejectRestartsOf("a");

        assertThat(restarter.restartFailed()).containsExactly("a", "c");
        assertThat(worker.restarted()).containsExactly("c");
        assertThat(log.get(0)).contains("not restarted, because").contains("returned 500: restart failed");
    }

    @Test
    void doesNotRestartPausedConnectors() {
        worker.set("a", "PAUSED", "FAILED");
        worker.set("b", "STOPPED", "FAILED");

        assertThat(restarter.restartFailed()).isEmpty();
    }
}
