package io.pulsefeed.timescale.write;

import java.util.concurrent.ThreadLocalRandom;

/** Exponential backoff from 100 ms to 30 s. Subtracts a random jitter of up to half, so that tasks do not retry in step. */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long MAX_MS = 30_000;

    private int attempts;

    long nextMs() {
        long fullMs = Math.min(MAX_MS, FIRST_MS << Math.min(attempts++, 16));
        return fullMs - ThreadLocalRandom.current().nextLong(fullMs / 2 + 1);
    }

    int attempts() {
        return attempts;
    }

    void reset() {
        attempts = 0;
    }
}
