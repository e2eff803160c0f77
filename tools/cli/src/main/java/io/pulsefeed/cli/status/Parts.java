package io.pulsefeed.cli.status;

import io.pulsefeed.admin.state.Reading;
import io.pulsefeed.admin.state.StackState;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of the state that could not be read. */
final class Parts {

    private static final String METRICS = "gaps";

    private Parts() {}

    /** Reasons by part, those of the connectors only once. */
    static Map<String, String> failures(StackState state) {
        Map<String, String> failures = new LinkedHashMap<>();
        add(failures, "connectors", state.connectors().isPresent() ? state.worker() : state.connectors());
        add(failures, "lag", state.lag());
        add(failures, "dead letters", state.deadLetters());
        add(failures, "tables", state.tables());
        add(failures, "events", state.events());
        add(failures, "disk", state.disk());
        add(failures, "ledger", state.ledger());
        add(failures, METRICS, state.gaps());
        return failures;
    }

    /** Whether a healthy stack can lack the part: the demo has no JMX agent. */
    static boolean isOptional(String part) {
        return part.equals(METRICS);
    }

    private static void add(Map<String, String> failures, String part, Reading<?> reading) {
        if (!reading.isPresent() && !failures.containsValue(reading.failure())) {
            failures.put(part, reading.failure());
        }
    }

    /** Whether every connector runs, no disk is full, and every part that is configured was read. The metrics are optional. */
    static boolean isGood(StackState state, boolean hasDatabase) {
        return state.isRunning()
                && state.lag().isPresent()
                && state.deadLetters().isPresent()
                && state.disk().map(disk -> disk.full().isEmpty(), false)
                && (!hasDatabase || state.tables().isPresent() && state.events().isPresent());
    }
}
