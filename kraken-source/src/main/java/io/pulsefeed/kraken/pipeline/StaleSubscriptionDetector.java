package io.pulsefeed.kraken.pipeline;

import java.time.Duration;

/**
 * Tells when a pair should be looked up in REST although nothing seems wrong: an acknowledged subscription can deliver nothing on
 * an open connection, and heartbeats prove only the socket.
 */
final class StaleSubscriptionDetector {

    private static final int MEAN_INTERVALS = 20;

    private final long quietAfter;
    private final long reconcileEvery;
    private long lastTradeAt;
    private long lastCheckAt;
    private double meanInterval;

    StaleSubscriptionDetector(Duration quietAfter, Duration reconcileEvery, long now) {
        this.quietAfter = quietAfter.toNanos();
        this.reconcileEvery = reconcileEvery.toNanos();
        this.lastTradeAt = now;
        this.lastCheckAt = now;
    }

    void traded(long now) {
        double interval = now - lastTradeAt;
        meanInterval = meanInterval == 0 ? interval : meanInterval * 0.95 + interval * 0.05;
        lastTradeAt = now;
    }

    /** True once per check that is due. */
    boolean isDue(long now) {
        double silence = Math.max(quietAfter, MEAN_INTERVALS * meanInterval);
        long since = now - Math.max(lastTradeAt, lastCheckAt);
        boolean due = since >= silence || now - lastCheckAt >= reconcileEvery;
        if (due) {
            lastCheckAt = now;
        }
        return due;
    }
}
