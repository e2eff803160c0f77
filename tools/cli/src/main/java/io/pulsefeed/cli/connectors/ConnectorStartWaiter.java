package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.cli.output.ProgressBar;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until connectors run or fail. After a change the worker still reports the state of the tasks that it is about to replace, so the
 * outcome of a changed connector counts only after it has been stable for three seconds.
 */
final class ConnectorStartWaiter {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final Duration STABLE_TIME = Duration.ofSeconds(3);

    /**
     * State of one connector.
     *
     * @param tasks number of tasks
     * @param cause why it is not running; else empty
     * @param note for the line after the state
     */
    record Outcome(boolean isGood, String state, int tasks, String cause, String note) {

        String line(String connector) {
            return connector + ": " + state + note + (cause.isEmpty() ? "" : ": " + cause);
        }
    }

    private final ConnectRest worker;
    private final Set<String> changed;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<String, Long> sinceMonoNs = new LinkedHashMap<>();

    /** @param changed connectors whose tasks are being replaced */
    ConnectorStartWaiter(ConnectRest worker, Set<String> changed) {
        this.worker = worker;
        this.changed = changed;
    }

    /** The outcome of each of {@code names}, after {@code limit} at the latest. */
    Map<String, Outcome> await(Collection<String> names, Duration limit) {
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        try (ProgressBar progress = ProgressBar.create("Starting", "connectors")) {
            while (true) {
                int settled = 0;
                for (String name : names) {
                    settled += isSettled(name, worker.statusOrUnassigned(name)) ? 1 : 0;
                }
                if (settled == names.size() || System.nanoTime() > deadlineMonoNs) {
                    return outcomes;
                }
                progress.update(settled, names.size());
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
    }

    private boolean isSettled(String name, Status status) {
        Outcome outcome = outcome(status);
        if (!outcome.equals(outcomes.put(name, outcome))) {
            sinceMonoNs.put(name, System.nanoTime());
        }
        boolean isFinal = outcome.isGood() || !status.failure().isEmpty();
        long stableNs = System.nanoTime() - Objects.requireNonNull(sinceMonoNs.get(name));
        return isFinal && (!changed.contains(name) || stableNs >= STABLE_TIME.toNanos());
    }

    private static Outcome outcome(Status status) {
        int tasks = status.tasks().size();
        String counted = tasks + " task" + (tasks == 1 ? "" : "s");
        if (!status.failure().isEmpty()) {
            return new Outcome(false, "FAILED", tasks, status.cause(), "");
        }
        if (status.isRunning()) {
            return new Outcome(true, "RUNNING", tasks, "", ", " + counted);
        }
        if (status.state().equals("PAUSED") || status.state().equals("STOPPED")) {
            return new Outcome(
                    true,
                    status.state(),
                    tasks,
                    "",
                    " by a user, not changed. Resume it with: pulsefeed connectors resume " + status.name());
        }
        return new Outcome(false, status.state(), tasks, "not running within the timeout; it has " + counted, "");
    }
}
