package io.pulsefeed.admin.state;

import java.time.Instant;
import java.util.List;

/**
 * The state of a pipeline at one time.
 *
 * @param at when it was collected
 */
public record StackState(
        Instant at,
        Reading<WorkerState> worker,
        Reading<List<ConnectorState>> connectors,
        Reading<List<SinkLag>> lag,
        Reading<List<TableState>> tables,
        Reading<List<DeadLetters>> deadLetters,
        Reading<List<EventAge>> events,
        Reading<List<PairGap>> gaps,
        Reading<DiskState> disk,
        Reading<LedgerState> ledger) {

    /** Whether the worker responds and every connector that no user has paused or stopped runs. */
    public boolean isRunning() {
        return worker.isPresent() && connectors.map(all -> all.stream().allMatch(ConnectorState::isAsIntended), false);
    }
}
