package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for connectors to run, all at once. After a change the worker still shows the state of the tasks that it is about to
 * replace, good or bad; so the verdict on a changed connector must hold for a while before it counts.
 */
final class Startup {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration MUST_HOLD = Duration.ofSeconds(3);

    /** How it went with one connector; {@code cause} is empty where there is none. */
    record Outcome(boolean good, String state, String cause) {

        String sentence(String connector) {
            return connector + ": " + state + (cause.isEmpty() ? "" : ": " + cause);
        }
    }

    private final ConnectRest worker;
    private final Set<String> changed;
    private final Map<String, Outcome> last = new LinkedHashMap<>();
    private final Map<String, Long> since = new LinkedHashMap<>();

    Startup(ConnectRest worker, Set<String> changed) {
        this.worker = worker;
        this.changed = changed;
    }

    /** The outcome for each of {@code names}, at the latest after {@code limit}. */
    Map<String, Outcome> await(Collection<String> names, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean settled = true;
            for (String name : names) {
                settled &= isSettled(name, worker.statusOrUnassigned(name));
            }
            if (settled || System.nanoTime() > deadline) {
                return last;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private boolean isSettled(String name, Status status) {
        Outcome now = outcome(status);
        if (!now.equals(last.put(name, now))) {
            since.put(name, System.nanoTime());
        }
        boolean verdict = now.good() || !status.failure().isEmpty();
        return verdict && (!changed.contains(name) || System.nanoTime() - since.get(name) >= MUST_HOLD.toNanos());
    }

    private static Outcome outcome(Status status) {
        if (!status.failure().isEmpty()) {
            return new Outcome(false, "FAILED", cause(status.failure()));
        }
        if (status.isRunning()) {
            return new Outcome(true, "RUNNING, " + tasks(status), "");
        }
        if (status.state().equals("PAUSED") || status.state().equals("STOPPED")) {
            return new Outcome(
                    true,
                    status.state() + " by somebody; left so. Go on with: PUT /connectors/" + status.name() + "/resume",
                    "");
        }
        return new Outcome(false, status.state(), "not running in time; it has " + tasks(status));
    }

    static String tasks(Status status) {
        int count = status.tasks().size();
        return count + " task" + (count == 1 ? "" : "s");
    }

    /** The first line of a trace: the class and the message. */
    static String cause(String trace) {
        return trace.lines().findFirst().orElse("");
    }
}
