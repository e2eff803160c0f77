package io.pulsefeed.kraken.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Limits the REST requests of all tasks in this process, because Kraken counts {@code Trades} requests per IP address and pair, and
 * all others per IP address.
 * Thread-safe.
 */
public final class RequestRateLimiter {

    private static final long MIN_PAUSE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_PAUSE_NS = TimeUnit.SECONDS.toNanos(120);
    /** Bounds a pause that Kraken names. */
    private static final long MAX_NAMED_PAUSE_NS = TimeUnit.MINUTES.toNanos(15);

    private final Map<Object, Long> nextOfCounterMonoNs = new HashMap<>();
    private boolean used;
    private long nextMonoNs;
    private long pauseNs;

    /**
     * Acquires one request and returns 0, or returns the nanoseconds to wait before the next try.
     *
     * @param interval minimum time between two requests
     * @param counter what Kraken counts the request by: the pair for {@code Trades}, and one value for all other requests
     * @param counterInterval minimum time between two requests with the same counter
     */
    synchronized long acquire(Object counter, Duration interval, Duration counterInterval, long nowMonoNs) {
        if (!used) {
            used = true;
            nextMonoNs = nowMonoNs;
        }
        long waitNs = Math.max(nextMonoNs, nextOfCounterMonoNs.getOrDefault(counter, nowMonoNs)) - nowMonoNs;
        if (waitNs > 0) {
            return waitNs;
        }
        nextMonoNs = nowMonoNs + interval.toNanos();
        nextOfCounterMonoNs.put(counter, nowMonoNs + counterInterval.toNanos());
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
