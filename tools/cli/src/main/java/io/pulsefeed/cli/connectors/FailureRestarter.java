package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Restarts failed connectors and tasks. Kafka Connect never restarts them, whether the cause is temporary (an aborted transaction, a
 * database that was down) or permanent (a dropped column); only a restart shows which it is.
 */
public final class FailureRestarter {

    private static final Set<String> NOT_RESTARTED = Set.of("PAUSED", "STOPPED");

    private final ConnectRest worker;
    private final Supplier<List<String>> names;
    private final RestartBackoff backoff;
    private final Consumer<String> log;

    /** @param names the connectors to check, read again for each check */
    FailureRestarter(ConnectRest worker, Supplier<List<String>> names, RestartBackoff backoff, Consumer<String> log) {
        this.worker = worker;
        this.names = names;
        this.backoff = backoff;
        this.log = log;
    }

    /** @param names the connectors to check, read again for each check */
    public static FailureRestarter create(ConnectRest worker, Supplier<List<String>> names, Consumer<String> log) {
        return new FailureRestarter(worker, names, new RestartBackoff(System::nanoTime), log);
    }

    /**
     * Checks all connectors once.
     *
     * @return names of those for which a restart was requested
     */
    public Set<String> restartFailed() {
        List<String> wanted = names.get();
        backoff.retainOnly(wanted);
        Set<String> restarted = new LinkedHashSet<>();
        for (String name : wanted) {
            Status status = worker.statusOrUnassigned(name);
            if (status.failure().isEmpty()) {
                backoff.onRunning(name);
            } else if (!NOT_RESTARTED.contains(status.state()) && backoff.mayRestart(name)) {
                restart(status);
                restarted.add(name);
            }
        }
        return restarted;
    }

    /** If the worker rejects the restart, the next attempt follows after the same pause, and other connectors are still restarted. */
    private void restart(Status status) {
        RestartBackoff.Attempt attempt = backoff.onRestart(status.name());
        String outcome = "restarted";
        try {
            worker.restartFailed(status.name());
        } catch (AdminException e) {
            outcome = "not restarted, because " + e.getMessage();
        }
        log.accept(status.name() + " had failed: " + status.cause() + " | " + outcome
                + ", attempt " + attempt.number() + "; next attempt in "
                + attempt.pause().toSeconds()
                + " s at the earliest");
    }
}
