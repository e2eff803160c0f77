package io.pulsefeed.kraken.pipeline;

import java.time.Duration;

/**
 * Decides when a subscription has to be checked through REST although nothing is known to be missing: a subscription can stop delivering on
 * an open connection, and heartbeats prove only that the socket is alive.
 */
final class StaleSubscriptionDetector {

    private static final int QUIET_INTERVALS = 20;
    /** Weight of the newest interval in the moving average. */
    private static final double SMOOTHING = 0.05;

    private final long quietAfterNs;
    private final long reconcileIntervalNs;
    private long lastTradeMonoNs;
    private long lastCheckMonoNs;
    private double meanIntervalNs;

    StaleSubscriptionDetector(Duration quietAfter, Duration reconcileInterval, long nowMonoNs) {
        this.quietAfterNs = quietAfter.toNanos();
        this.reconcileIntervalNs = reconcileInterval.toNanos();
        this.lastTradeMonoNs = nowMonoNs;
        this.lastCheckMonoNs = nowMonoNs;
    }

    void onData(long nowMonoNs) {
        double intervalNs = nowMonoNs - lastTradeMonoNs;
        meanIntervalNs = meanIntervalNs == 0 ? intervalNs : meanIntervalNs * (1 - SMOOTHING) + intervalNs * SMOOTHING;
        lastTradeMonoNs = nowMonoNs;
    }

    /** When the last live data arrived, or the detector was created. */
    long lastDataMonoNs() {
        return lastTradeMonoNs;
    }

    /** Whether a check is due; true once per check. */
    boolean takeCheckDue(long nowMonoNs) {
        double quietNs = Math.max(quietAfterNs, QUIET_INTERVALS * meanIntervalNs);
        long sinceNs = nowMonoNs - Math.max(lastTradeMonoNs, lastCheckMonoNs);
        boolean due = sinceNs >= quietNs || nowMonoNs - lastCheckMonoNs >= reconcileIntervalNs;
        if (due) {
            lastCheckMonoNs = nowMonoNs;
        }
        return due;
    }
}
