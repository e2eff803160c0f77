package io.pulsefeed.article;

import io.pulsefeed.commons.time.MonotonicClock;
import java.util.concurrent.TimeUnit;

/** A monotonic clock that runs faster than real time by a constant factor. */
public final class AcceleratedClock implements MonotonicClock {

    private final int factor;

    public AcceleratedClock(int factor) {
        this.factor = factor;
    }

    @Override
    public long nowNs() {
        return System.nanoTime() * factor;
    }

    @Override
    public void sleep(long durationNs) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(durationNs / factor + 1);
    }
}
