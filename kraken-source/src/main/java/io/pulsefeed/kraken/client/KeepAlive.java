package io.pulsefeed.kraken.client;

import java.time.Duration;

/** Keeps a quiet connection open and notices one that no longer answers. The venue closes what is idle for a minute. */
final class KeepAlive {

    private final long interval;
    private final long patience;
    private long sentAt;
    private boolean pongDue;
    private long count;

    KeepAlive(Duration interval, Duration patience) {
        this.interval = interval.toNanos();
        this.patience = patience.toNanos();
    }

    /** A new connection: the first ping is due after one interval. */
    void restart(long now) {
        sentAt = now;
        pongDue = false;
    }

    /** @param lastPongAt when the last pong came, or {@link Long#MIN_VALUE} */
    boolean isUnanswered(long now, long lastPongAt) {
        if (pongDue && lastPongAt != Long.MIN_VALUE && lastPongAt - sentAt >= 0) {
            pongDue = false;
        }
        return pongDue && now - sentAt >= patience;
    }

    boolean isDue(long now) {
        return !pongDue && now - sentAt >= interval;
    }

    /** The number of the ping that is sent now. */
    long next(long now) {
        sentAt = now;
        pongDue = true;
        count++;
        return 1000 + count;
    }
}
