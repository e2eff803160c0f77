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
 * Restarts what has failed. Connect leaves a failed task failed, whether its cause is over (a transaction that the broker lost, a
 * database that was away) or not (a column that was dropped). Only trying tells which.
 */
final class Healer {

    private static final Set<String> LEFT_ALONE = Set.of("PAUSED", "STOPPED");

    private final ConnectRest worker;
    private final Supplier<List<String>> names;
    private final RestartPauses pauses;
    private final Consumer<String> say;

    /** @param names the connectors to look after, asked at each look */
    Healer(ConnectRest worker, Supplier<List<String>> names, RestartPauses pauses, Consumer<String> say) {
        this.worker = worker;
        this.names = names;
        this.pauses = pauses;
        this.say = say;
    }

    /** Looks once at all of them; gives the names of those that it restarted. */
    Set<String> look() {
        List<String> wanted = names.get();
        pauses.keepOnly(wanted);
        Set<String> restarted = new LinkedHashSet<>();
        for (String name : wanted) {
            Status status = worker.statusOrUnassigned(name);
            if (status.failure().isEmpty()) {
                pauses.runs(name);
            } else if (!LEFT_ALONE.contains(status.state()) && pauses.mayRestart(name)) {
                restart(status);
                restarted.add(name);
            }
        }
        return restarted;
    }

    /** One that the worker refuses to restart waits for its next attempt like any other, and holds up none of the others. */
    private void restart(Status status) {
        RestartPauses.Attempt attempt = pauses.restarted(status.name());
        String outcome = "restarted";
        try {
            worker.restartFailed(status.name());
        } catch (AdminException e) {
            outcome = "not restarted, because " + e.getMessage();
        }
        say.accept(status.name() + " had failed: " + Startup.cause(status.failure()) + " | " + outcome + ", attempt "
                + attempt.number() + "; the next not within " + attempt.pause().toSeconds() + " s.");
    }
}
