package io.pulsefeed.article.fetch;

import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests per host: one request in flight, a minimum delay after the end of each response, and no requests while a
 * host is blocked by {@code Retry-After}. Thread-safe.
 */
final class HostRateLimiter {

    private static final int MAX_HOSTS = 10_000;
    private static final int MAX_STRIKES_SHIFT = 11;
    private static final Duration BASE_BLOCK = Duration.ofSeconds(60);
    private static final Duration MAX_BLOCK = Duration.ofHours(24);
    /** Interval at which a busy host is checked. */
    private static final long BUSY_WAIT_NS = 50_000_000;

    private final MonotonicClock clock;
    private final Map<String, Host> hosts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
            return size() > MAX_HOSTS && !eldest.getValue().busy;
        }
    };

    HostRateLimiter(MonotonicClock clock) {
        this.clock = clock;
    }

    /**
     * Waits until a request to {@code host} may start. Each call that returns 0 must be followed by {@link #release}.
     *
     * @param blockKey the host, or a URL if blocks apply per URL
     * @return 0, or the remaining time of the block in nanoseconds
     */
    long acquire(String host, String blockKey, long delayNs) throws InterruptedException {
        while (true) {
            long waitNs;
            synchronized (this) {
                long blockedNs = blockedNs(host, blockKey);
                if (blockedNs > 0) {
                    return blockedNs;
                }
                waitNs = tryAcquire(host(host), delayNs);
            }
            if (waitNs == 0) {
                return 0;
            }
            clock.sleep(waitNs);
        }
    }

    private long blockedNs(String host, String blockKey) {
        long blockedNs = host(host).blockedNs(clock.nowNs());
        return host.equals(blockKey)
                ? blockedNs
                : Math.max(blockedNs, host(blockKey).blockedNs(clock.nowNs()));
    }

    private long tryAcquire(Host host, long delayNs) {
        if (host.busy) {
            return BUSY_WAIT_NS;
        }
        long waitNs = host.used ? host.lastEndMonoNs + delayNs - clock.nowNs() : 0;
        if (waitNs <= 0) {
            host.busy = true;
            return 0;
        }
        return waitNs;
    }

    synchronized void release(String host) {
        Host released = host(host);
        released.busy = false;
        released.used = true;
        released.lastEndMonoNs = clock.nowNs();
    }

    /**
     * Blocks {@code blockKey} for the requested time. Without a requested time, for a minute that doubles with each consecutive
     * block.
     *
     * @return the duration in nanoseconds
     */
    synchronized long block(String blockKey, @Nullable Duration requested) {
        Host host = host(blockKey);
        Duration wait = requested;
        if (wait == null) {
            wait = BASE_BLOCK.multipliedBy(1L << Math.min(host.strikes, MAX_STRIKES_SHIFT));
            wait = wait.compareTo(MAX_BLOCK) > 0 ? MAX_BLOCK : wait;
        }
        host.strikes++;
        host.blocked = true;
        host.blockedUntilMonoNs = clock.nowNs() + wait.toNanos();
        return wait.toNanos();
    }

    /** Resets the doubling of {@link #block} after a successful response. */
    synchronized void resetStrikes(String blockKey) {
        Host host = hosts.get(blockKey);
        if (host != null) {
            host.strikes = 0;
        }
    }

    private Host host(String key) {
        return hosts.computeIfAbsent(key, any -> new Host());
    }

    private static final class Host {

        private boolean busy;
        private boolean used;
        private long lastEndMonoNs;
        private boolean blocked;
        private long blockedUntilMonoNs;
        private int strikes;

        long blockedNs(long nowMonoNs) {
            if (blocked && blockedUntilMonoNs - nowMonoNs <= 0) {
                blocked = false;
            }
            return blocked ? blockedUntilMonoNs - nowMonoNs : 0;
        }
    }
}
