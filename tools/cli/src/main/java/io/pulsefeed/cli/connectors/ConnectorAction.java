package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.connectors.ConnectorStartWaiter.Outcome;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Mixin;

/** A command that changes the state of connectors, waits until they have the new state, and reports it. */
abstract class ConnectorAction implements Callable<Integer> {

    private static final String RUNNING = "RUNNING";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    @Mixin
    private SelectedConnectors selection = new SelectedConnectors();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("60s");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    /** Requests the change. */
    abstract void request(ConnectRest worker, String connector);

    /** Waits for the change. */
    abstract Map<String, Outcome> await(ConnectRest worker, List<String> connectors, Duration limit);

    @Override
    public final Integer call() {
        ConnectRest worker = connect.rest(timeout.value());
        List<String> connectors = selection.of(worker);
        connectors.forEach(connector -> request(worker, connector));
        Map<String, Outcome> outcomes = await(worker, connectors, timeout.value());
        Outcomes.print(outcomes, json.isRequested());
        return outcomes.values().stream().allMatch(Outcome::isGood) ? 0 : ExitCodes.FAILED;
    }

    static Map<String, Outcome> awaitRunning(ConnectRest worker, List<String> connectors, Duration limit) {
        return new ConnectorStartWaiter(worker, Set.copyOf(connectors)).await(connectors, limit);
    }

    /** Waits until connectors and their tasks have {@code state}; a failed task ends the wait for RUNNING. */
    static Map<String, Outcome> awaitState(ConnectRest worker, List<String> connectors, String state, Duration limit) {
        long deadlineMonoNs = System.nanoTime() + limit.toNanos();
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (String connector : connectors) {
            Status status = worker.statusOrUnassigned(connector);
            while (!isFinal(status, state) && System.nanoTime() - deadlineMonoNs < 0) {
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
                status = worker.statusOrUnassigned(connector);
            }
            outcomes.put(connector, outcome(status, state, limit));
        }
        return outcomes;
    }

    private static Outcome outcome(Status status, String state, Duration limit) {
        int tasks = status.tasks().size();
        if (hasState(status, state)) {
            return new Outcome(true, state, tasks, "", "");
        }
        return status.failure().isEmpty()
                ? new Outcome(false, status.state(), tasks, "not " + state + " within " + limit.toSeconds() + " s", "")
                : new Outcome(false, "FAILED", tasks, status.cause(), "");
    }

    private static boolean isFinal(Status status, String state) {
        return hasState(status, state)
                || state.equals(RUNNING) && !status.failure().isEmpty();
    }

    private static boolean hasState(Status status, String state) {
        return state.equals(RUNNING)
                ? status.isRunning()
                : status.state().equals(state)
                        && status.tasks().stream().allMatch(task -> task.state().equals(state));
    }
}
