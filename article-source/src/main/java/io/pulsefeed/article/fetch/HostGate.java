package io.pulsefeed.article.fetch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request in flight per host, a pause after each, and no request at all while a host has asked to be left alone. The
 * pause counts from the end of an answer, so that two requests never arrive closer together than it says.
 */
final class HostGate {

    private static final int HOSTS_MAX = 10_000;
    private static final Duration BLOCK_BASE = Duration.ofSeconds(60);
    private static final Duration BLOCK_CAP = Duration.ofHours(24);
    /** Long enough not to spin, short enough not to matter beside a pause between requests. */
    private static final long BUSY_WAIT_NANOS = 50_000_000;

    private final Ticker ticker;
    private final Map<String, Host> hosts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
            return size() > HOSTS_MAX && !eldest.getValue().busy;
        }
    };

    HostGate(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Waits for the turn of a request. Each call that returns 0 is followed by one of {@link #leave}.
     *
     * @param key a host, or a URL where blocks count per URL
     * @return 0, or for how many nanoseconds the host is blocked
     */
    long enter(String host, String key, long pauseNanos) throws InterruptedException {
        while (true) {
            long wait;
            synchronized (this) {
                long blocked = blockedFor(host, key);
                if (blocked > 0) {
                    return blocked;
                }
                wait = tryEnter(of(host), pauseNanos);
            }
            if (wait == 0) {
                return 0;
            }
            ticker.sleep(wait);
        }
    }

    private long blockedFor(String host, String key) {
        long blocked = of(host).blockedNanos(ticker.nanoTime());
        return host.equals(key) ? blocked : Math.max(blocked, of(key).blockedNanos(ticker.nanoTime()));
    }

    private long tryEnter(Host host, long pauseNanos) {
        if (host.busy) {
            return BUSY_WAIT_NANOS;
        }
        long wait = host.used ? host.lastEnd + pauseNanos - ticker.nanoTime() : 0;
        if (wait <= 0) {
            host.busy = true;
            return 0;
        }
        return wait;
    }

    synchronized void leave(String host) {
        Host left = of(host);
        left.busy = false;
        left.used = true;
        left.lastEnd = ticker.nanoTime();
    }

    /**
     * Keeps away from {@code key} for as long as it asked, or without a wish for a minute that doubles each time.
     *
     * @param asked null when the answer named no time
     * @return for how long, in nanoseconds
     */
    synchronized long block(String key, Duration asked) {
        Host host = of(key);
        Duration wait = asked;
        if (wait == null) {
            wait = BLOCK_BASE.multipliedBy(1L << Math.min(host.strikes, 11));
            wait = wait.compareTo(BLOCK_CAP) > 0 ? BLOCK_CAP : wait;
        }
        host.strikes++;
        host.blocked = true;
        host.blockedUntil = ticker.nanoTime() + wait.toNanos();
        return wait.toNanos();
    }

    /** A good answer: the next block without a named time starts small again. */
    synchronized void forgive(String key) {
        Host host = hosts.get(key);
        if (host != null) {
            host.strikes = 0;
        }
    }

    private Host of(String key) {
        return hosts.computeIfAbsent(key, any -> new Host());
    }

    private static final class Host {
        private boolean busy;
        private boolean used;
        private long lastEnd;
        private boolean blocked;
        private long blockedUntil;
        private int strikes;

        long blockedNanos(long now) {
            if (blocked && blockedUntil - now <= 0) {
                blocked = false;
            }
            return blocked ? blockedUntil - now : 0;
        }
    }
}
