package io.pulsefeed.kraken.client;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Growing delays between connection attempts: 0, 1, 2, 4, 4, 4, 4, 8 .. 60 s, each with 20 % jitter. It stays at 2 s while each connection
 * delivers data before it drops.
 */
final class Backoff {

    /** Stays at 4 s for a while, so that an outage of seconds does not become one of half a minute. */
    private static final int[] SECONDS = {0, 1, 2, 4, 4, 4, 4, 8, 16, 32, 60};

    private static final int MAX_USEFUL_FAILURES = 2;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    long nextDelayNs() {
        long seconds = SECONDS[Math.min(failures, SECONDS.length - 1)];
        failures++;
        double jitter = 0.8 + 0.4 * random.nextDouble();
        return (long) (TimeUnit.SECONDS.toNanos(seconds) * jitter);
    }

    /** The connection has delivered data, so Kraken is reachable and a short delay is enough. */
    void onUseful() {
        failures = Math.min(failures, MAX_USEFUL_FAILURES);
    }

    void reset() {
        failures = 0;
    }
}
