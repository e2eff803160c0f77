package io.pulsefeed.kraken.client;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Limits the connection attempts of all tasks in this process. Kraken allows about 150 attempts in 10 minutes per IP address and
 * then blocks the address for 10 minutes; REST requests count too, so the limit is lower. Thread-safe.
 */
public final class ConnectionRateLimiter {

    static final int MAX_ATTEMPTS = 100;
    static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(10);

    private static final long NOT_BLOCKED = Long.MIN_VALUE;

    private final BlockedAddress blocked;
    private final ArrayDeque<Long> attemptsMonoNs = new ArrayDeque<>();
    private long blockedUntilMonoNs = NOT_BLOCKED;

    private boolean restored;

    /** @param blocked remembers a block beyond a restart of the worker */
    ConnectionRateLimiter(BlockedAddress blocked) {
        this.blocked = blocked;
    }

    public ConnectionRateLimiter() {
        this(BlockedAddress.FORGETFUL);
    }

    /** Acquires one attempt and returns 0, or returns the nanoseconds to wait before the next try. */
    synchronized long acquire(long nowMonoNs) {
        if (!restored) {
            restored = true;
            long leftNs = Math.min(WINDOW_NS, blocked.leftNs());
            if (leftNs > 0) {
                blockedUntilMonoNs = nowMonoNs + leftNs;
            }
        }
        while (!attemptsMonoNs.isEmpty() && nowMonoNs - attemptsMonoNs.peekFirst() >= WINDOW_NS) {
            attemptsMonoNs.pollFirst();
        }
        long waitNs = blockedUntilMonoNs == NOT_BLOCKED ? 0 : Math.max(0, blockedUntilMonoNs - nowMonoNs);
        if (attemptsMonoNs.size() >= MAX_ATTEMPTS) {
            waitNs = Math.max(waitNs, attemptsMonoNs.peekFirst() + WINDOW_NS - nowMonoNs);
        }
        if (waitNs == 0) {
            attemptsMonoNs.addLast(nowMonoNs);
        }
        return waitNs;
    }

    /**
     * Kraken blocked the IP address: no task connects for the whole window.
     *
     * @return the window in nanoseconds
     */
    synchronized long onBlocked(long nowMonoNs) {
        blockedUntilMonoNs = nowMonoNs + WINDOW_NS;
        blocked.store(WINDOW_NS);
        return WINDOW_NS;
    }

    synchronized boolean isBlocked(long nowMonoNs) {
        return blockedUntilMonoNs != NOT_BLOCKED && nowMonoNs - blockedUntilMonoNs < 0;
    }
}
