package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.ledger.Ledger;
import io.pulsefeed.timescale.ledger.Sealer;
import io.pulsefeed.timescale.ledger.TrackedTables;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import java.sql.Connection;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Creates the parts of the ledger for each connection of a task; none if {@code ledger.enabled} is false. */
final class SinkLedger {

    private final TimescaleSinkConnectorConfig config;
    private final TrackedTables tables = new TrackedTables();
    private final SinkMetrics metrics;
    private final Clock clock;
    private final MonotonicClock monotonicClock;

    SinkLedger(TimescaleSinkConnectorConfig config, SinkMetrics metrics, Clock clock, MonotonicClock monotonicClock) {
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
    }

    TrackedTables tables() {
        return tables;
    }

    TransactionLedger accounts(Connection connection) {
        return config.ledger().isEnabled()
                ? new TransactionLedger(new Ledger(connection, config.taskId().connector()), tables, clock)
                : TransactionLedger.NONE;
    }

    /** Null if this task does not seal hours. */
    @Nullable
    Sealer sealer(Connection connection) {
        return config.ledger().isEnabled() && config.taskId().isFirst()
                ? new Sealer(connection, tables, metrics::setLedgerIncompleteHours, monotonicClock)
                : null;
    }
}
