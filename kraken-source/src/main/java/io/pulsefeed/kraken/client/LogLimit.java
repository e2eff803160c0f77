package io.pulsefeed.kraken.client;

import java.util.concurrent.TimeUnit;

/** Lets one log line through per minute, so that a flood of damage does not become a flood of lines. */
public final class LogLimit {

    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private boolean used;
    private long lastAt;

    public synchronized boolean permits(long now) {
        if (used && now - lastAt < INTERVAL) {
            return false;
        }
        used = true;
        lastAt = now;
        return true;
    }
}
