package io.pulsefeed.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.connectors.ConnectorStartWaiter.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorStartWaiterTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private FakeWorker worker;

    @BeforeEach
    void start() throws IOException {
        worker = new FakeWorker();
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private Map<String, Outcome> await(Duration limit) {
        return new ConnectorStartWaiter(worker.rest(), Set.of()).await(List.of("a", "b"), limit);
    }

    @Test
    void reportsRunningAndFailedConnectors() {
        worker.set("a", "RUNNING", "RUNNING");
        worker.set("b", "RUNNING", "FAILED");

        Map<String, Outcome> outcomes = await(LIMIT);

        assertThat(outcomes.get("a").line("a")).isEqualTo("a: RUNNING, 1 task");
        assertThat(outcomes.get("a").isGood()).isTrue();
        assertThat(outcomes.get("b").line("b")).isEqualTo("b: FAILED: Cause: broken");
        assertThat(outcomes.get("b").isGood()).isFalse();
    }

    @Test
    void reportsAPausedConnectorAsGood() {
        worker.set("a", "PAUSED", "PAUSED");
        worker.set("b", "STOPPED", "PAUSED");

        assertThat(await(LIMIT).values()).allMatch(Outcome::isGood);
    }

    @Test
    void reportsConnectorsThatDoNotStartWithinTheLimit() {
        worker.set("a", "RUNNING", "UNASSIGNED");

        Map<String, Outcome> outcomes = await(Duration.ZERO);

        assertThat(outcomes.get("a").line("a")).isEqualTo("a: RUNNING: not running within the timeout; it has 1 task");
        assertThat(outcomes.get("b").line("b"))
                .isEqualTo("b: UNASSIGNED: not running within the timeout; it has 0 tasks");
    }

    @Test
    void waitsUntilTheOutcomeOfAChangedConnectorIsStable() {
        worker.set("a", "RUNNING", "RUNNING");
        long startMonoNs = System.nanoTime();

        new ConnectorStartWaiter(worker.rest(), Set.of("a")).await(List.of("a"), LIMIT);

        assertThat(Duration.ofNanos(System.nanoTime() - startMonoNs)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }
}
