package io.pulsefeed.kraken.sequence;

import java.util.concurrent.TimeUnit;

/**
 * Proves that missing numbers were never used: REST has given the trades on both sides of the hole twice, some seconds apart, and
 * none in it. Once would not do, since REST fills in late.
 */
final class UnusedIdDetector {

    static final long RECHECK = TimeUnit.SECONDS.toNanos(5);

    private static final long NONE = -1;

    private long seenAt;
    private long seenThrough = NONE;

    void clear() {
        seenThrough = NONE;
    }

    /**
     * Takes an answer that reached {@code through} and left a hole before it.
     *
     * @return up to which number every hole is proven, or -1 while none is
     */
    long observe(long through, long now) {
        if (seenThrough == NONE) {
            seenAt = now;
            seenThrough = through;
            return NONE;
        }
        if (now - seenAt < RECHECK) {
            return NONE;
        }
        long proven = Math.min(seenThrough, through);
        seenAt = now;
        seenThrough = through;
        return proven;
    }

    /** When the next answer can prove something. */
    long provableAt() {
        return seenAt + RECHECK;
    }
}
