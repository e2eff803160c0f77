package io.pulsefeed.timescale.write;

import java.util.concurrent.ThreadLocalRandom;

/** 100 ms, doubling to 30 s, each with up to half of it taken off by chance, so that tasks do not come back in step. */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 30_000;

    private int attempts;

    long nextMs() {
        long full = Math.min(LONGEST_MS, FIRST_MS << Math.min(attempts++, 16));
        return full - ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    int attempts() {
        return attempts;
    }

    void reset() {
        attempts = 0;
    }
}
