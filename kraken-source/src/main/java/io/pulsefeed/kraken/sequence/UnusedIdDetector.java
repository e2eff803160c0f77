package io.pulsefeed.kraken.sequence;

import java.util.concurrent.TimeUnit;

/**
 * Detects ids that Kraken never used: REST has returned the trades on both sides of a gap twice, at least 5 s apart, and none in
 * it. One answer is not enough, because REST lags behind the WebSocket.
 */
final class UnusedIdDetector {

    static final long RECHECK_NS = TimeUnit.SECONDS.toNanos(5);

    private static final long NONE = -1;

    private long seenAtMonoNs;
    private long seenThroughId = NONE;

    void reset() {
        seenThroughId = NONE;
    }

    /**
     * Records an answer that reached {@code throughId} and left a gap before it.
     *
     * @return the id up to which every missing id is unused, or -1 if that is not certain yet
     */
    long observe(long throughId, long nowMonoNs) {
        if (seenThroughId == NONE) {
            seenAtMonoNs = nowMonoNs;
            seenThroughId = throughId;
            return NONE;
        }
        if (nowMonoNs - seenAtMonoNs < RECHECK_NS) {
            return NONE;
        }
        long unusedThroughId = Math.min(seenThroughId, throughId);
        seenAtMonoNs = nowMonoNs;
        seenThroughId = throughId;
        return unusedThroughId;
    }

    /** When the next answer can make a difference. */
    long recheckAtMonoNs() {
        return seenAtMonoNs + RECHECK_NS;
    }
}
