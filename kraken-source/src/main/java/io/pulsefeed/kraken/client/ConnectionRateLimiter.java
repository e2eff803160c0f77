package io.pulsefeed.kraken.client;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Connection attempts of all tasks in this process together. The venue counts about 150 in ten minutes per address and then bans
 * the address for ten minutes; REST requests share that edge, so this stays well below.
 */
public final class ConnectionRateLimiter {

    static final int ATTEMPTS = 100;
    static final long WINDOW = TimeUnit.MINUTES.toNanos(10);

    private final ArrayDeque<Long> attempts = new ArrayDeque<>();
    private long bannedUntil = Long.MIN_VALUE;

    /** Takes one attempt and returns 0, or returns how many nanoseconds to wait before asking again. */
    synchronized long take(long now) {
        while (!attempts.isEmpty() && now - attempts.peekFirst() >= WINDOW) {
            attempts.pollFirst();
        }
        long wait = bannedUntil == Long.MIN_VALUE ? 0 : Math.max(0, bannedUntil - now);
        if (attempts.size() >= ATTEMPTS) {
            wait = Math.max(wait, attempts.peekFirst() + WINDOW - now);
        }
        if (wait == 0) {
            attempts.addLast(now);
        }
        return wait;
    }

    /** The venue refused a handshake because of our address: every task stays away for the whole window. */
    synchronized void banned(long now) {
        bannedUntil = now + WINDOW;
    }
}
