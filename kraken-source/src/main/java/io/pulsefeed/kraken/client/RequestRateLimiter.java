package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Limits the REST requests of all tasks in this process, because Kraken counts {@code Trades} requests per IP address and pair.
 * Thread-safe.
 */
public final class RequestRateLimiter {

    private static final long MIN_PAUSE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_PAUSE_NS = TimeUnit.SECONDS.toNanos(120);
    /** Bounds a pause that Kraken names. */
    private static final long MAX_NAMED_PAUSE_NS = TimeUnit.MINUTES.toNanos(15);

    private final Map<Pair, Long> nextOfPairMonoNs = new HashMap<>();
    private boolean used;
    private long nextMonoNs;
    private long pauseNs;

    /**
     * Acquires one request and returns 0, or returns the nanoseconds to wait before the next try.
     *
     * @param interval minimum time between two requests
     * @param pairInterval minimum time between two requests for the same pair
     */
    synchronized long acquire(Pair pair, Duration interval, Duration pairInterval, long nowMonoNs) {
        if (!used) {
            used = true;
            nextMonoNs = nowMonoNs;
        }
        long waitNs = Math.max(nextMonoNs, nextOfPairMonoNs.getOrDefault(pair, nowMonoNs)) - nowMonoNs;
        if (waitNs > 0) {
            return waitNs;
        }
        nextMonoNs = nowMonoNs + interval.toNanos();
        nextOfPairMonoNs.put(pair, nowMonoNs + pairInterval.toNanos());
        return 0;
    }

    /**
     * Kraken refused a request for its rate: all requests pause, twice as long each time.
     *
     * @return the pause in nanoseconds
     */
    synchronized long onThrottled(Duration retryAfter, long nowMonoNs) {
        pauseNs = pauseNs == 0 ? MIN_PAUSE_NS : Math.min(MAX_PAUSE_NS, pauseNs * 2);
        long thisPauseNs = Math.max(pauseNs, Math.min(MAX_NAMED_PAUSE_NS, retryAfter.toNanos()));
        nextMonoNs = nowMonoNs + thisPauseNs;
        used = true;
        return thisPauseNs;
    }

    synchronized void onSuccess() {
        pauseNs = 0;
    }
}
