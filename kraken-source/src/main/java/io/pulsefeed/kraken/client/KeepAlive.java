package io.pulsefeed.kraken.client;

import java.time.Duration;

/** Schedules pings and detects missing pongs. Kraken closes a connection that is idle for a minute. */
final class KeepAlive {

    private static final long FIRST_PING_ID = 1001;

    private final long intervalNs;
    private final long timeoutNs;
    private long sentAtMonoNs;
    private boolean awaitingPong;
    private long pings;

    KeepAlive(Duration interval, Duration timeout) {
        this.intervalNs = interval.toNanos();
        this.timeoutNs = timeout.toNanos();
    }

    /** Starts for a new connection: the first ping is due after one interval. */
    void restart(long nowMonoNs) {
        sentAtMonoNs = nowMonoNs;
        awaitingPong = false;
    }

    /** @param lastPongMonoNs when the last pong arrived, or {@link Long#MIN_VALUE} */
    boolean isPongOverdue(long nowMonoNs, long lastPongMonoNs) {
        if (awaitingPong && lastPongMonoNs != Long.MIN_VALUE && lastPongMonoNs - sentAtMonoNs >= 0) {
            awaitingPong = false;
        }
        return awaitingPong && nowMonoNs - sentAtMonoNs >= timeoutNs;
    }

    boolean isPingDue(long nowMonoNs) {
        return !awaitingPong && nowMonoNs - sentAtMonoNs >= intervalNs;
    }

    /** Records that a ping is sent and returns its id. */
    long onPing(long nowMonoNs) {
        sentAtMonoNs = nowMonoNs;
        awaitingPong = true;
        return FIRST_PING_ID + pings++;
    }
}
