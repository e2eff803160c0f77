package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The pace of REST requests of all tasks in this process together: the venue counts {@code Trades} per address and pair, and the
 * rest of us shares the address.
 */
public final class RequestRateLimiter {

    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(120);

    private final Map<Pair, Long> nextOfPair = new HashMap<>();
    private boolean used;
    private long nextOfAll;
    private long pause;

    /** Takes one request and returns 0, or returns how many nanoseconds to wait before asking again. */
    synchronized long take(Pair pair, Duration betweenAll, Duration betweenSamePair, long now) {
        if (!used) {
            used = true;
            nextOfAll = now;
        }
        long wait = Math.max(nextOfAll, nextOfPair.getOrDefault(pair, now)) - now;
        if (wait > 0) {
            return wait;
        }
        nextOfAll = now + betweenAll.toNanos();
        nextOfPair.put(pair, now + betweenSamePair.toNanos());
        return 0;
    }

    /** The venue found us too fast: everybody pauses, twice as long each time. Returns the pause in nanoseconds. */
    synchronized long throttled(Duration atLeast, long now) {
        pause = pause == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
        long thisTime = Math.max(pause, Math.min(LONGEST_PAUSE, atLeast.toNanos()));
        nextOfAll = now + thisTime;
        used = true;
        return thisTime;
    }

    synchronized void answered() {
        pause = 0;
    }
}
