package io.pulsefeed.admin.state;

import java.util.List;
import java.util.Set;

/**
 * State of a connector and its tasks.
 *
 * @param type {@code sink} or {@code source}
 * @param state such as RUNNING, FAILED, PAUSED or STOPPED; it does not depend on the tasks
 * @param cause cause of the first failure of connector or task on one line; empty if nothing failed
 * @param trace stack trace of that failure; empty if nothing failed
 */
public record ConnectorState(
        String name,
        String type,
        String connectorClass,
        String state,
        List<TaskState> tasks,
        String cause,
        String trace) {

    private static final Set<String> SET_BY_USERS = Set.of("PAUSED", "STOPPED");

    /**
     * State of one task.
     *
     * @param worker address of the worker that runs it
     * @param cause cause of its failure on one line; empty if it did not fail
     */
    public record TaskState(int id, String state, String worker, String cause) {}

    /** Whether the connector is RUNNING with at least one task, and every task is RUNNING. */
    public boolean isRunning() {
        return state.equals("RUNNING") && !tasks.isEmpty() && runningTasks() == tasks.size();
    }

    /** Whether it runs, or a user has paused or stopped it. */
    public boolean isAsIntended() {
        return isRunning() || SET_BY_USERS.contains(state) && cause.isEmpty();
    }

    public long runningTasks() {
        return tasks.stream().filter(task -> task.state().equals("RUNNING")).count();
    }

    /** FAILED if connector or a task failed, else the state of the connector, or of a task that differs from RUNNING. */
    public String overallState() {
        if (!cause.isEmpty()) {
            return "FAILED";
        }
        if (!state.equals("RUNNING")) {
            return state;
        }
        return tasks.stream()
                .map(TaskState::state)
                .filter(task -> !task.equals("RUNNING"))
                .findFirst()
                .orElse(tasks.isEmpty() ? "UNASSIGNED" : state);
    }
}
