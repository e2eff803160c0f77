package io.pulsefeed.kraken.client;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff between connection attempts: 0, 1, 2, 4 .. 60 s, each with 20 % jitter. It stays at 2 s while each connection
 * delivers data before it drops.
 */
final class Backoff {

    private static final long MAX_SECONDS = 60;
    private static final int MAX_USEFUL_FAILURES = 2;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    long nextDelayNs() {
        long seconds = failures == 0 ? 0 : failures > 6 ? MAX_SECONDS : Math.min(MAX_SECONDS, 1L << (failures - 1));
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
