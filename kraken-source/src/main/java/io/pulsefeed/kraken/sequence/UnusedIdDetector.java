package io.pulsefeed.kraken.sequence;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Detects ids that Kraken never used: REST has returned the trades on both sides of a gap for the confirmation time, and none in it.
 * One answer is not enough, because REST lags behind the WebSocket.
 */
final class UnusedIdDetector {

    private static final long RECHECK_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long NONE = -1;

    private final long confirmNs;
    private long seenAtMonoNs;
    private long recheckAtMonoNs;
    private long seenThroughId = NONE;

    UnusedIdDetector(Duration confirm) {
        this.confirmNs = confirm.toNanos();
    }

    void reset() {
        seenThroughId = NONE;
    }

    /**
     * Records an answer that reached {@code throughId} and left a gap before it.
     *
     * @return the id up to which every missing id is unused, or -1 if that is not certain yet
     */
    long observe(long throughId, long nowMonoNs) {
        long unusedThroughId = NONE;
        if (seenThroughId != NONE && nowMonoNs - seenAtMonoNs >= confirmNs) {
            unusedThroughId = Math.min(seenThroughId, throughId);
        }
        if (seenThroughId == NONE || unusedThroughId != NONE) {
            seenAtMonoNs = nowMonoNs;
            seenThroughId = throughId;
        }
        recheckAtMonoNs = Math.min(nowMonoNs + RECHECK_NS, seenAtMonoNs + confirmNs);
        return unusedThroughId;
    }

    /** When the next answer can make a difference: the missing trades may have arrived, or are confirmed as unused. */
    long recheckAtMonoNs() {
        return recheckAtMonoNs;
    }
}
