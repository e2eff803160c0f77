package io.pulsefeed.article.fetch;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/** Full jitter: a random wait below a bound that doubles with each try, so that many readers do not come back at once. */
public final class Backoff {

    private final Duration base;
    private final Duration cap;
    private final LongUnaryOperator random;

    /** @param random gives a number from 0 to below its argument */
    public Backoff(Duration base, Duration cap, LongUnaryOperator random) {
        this.base = base;
        this.cap = cap;
        this.random = random;
    }

    /** @param failures how many tries failed before this wait, from 1 on */
    public long nanos(int failures) {
        long bound = Math.min(cap.toNanos(), base.toNanos() << Math.min(failures - 1, 20));
        return 1 + random.applyAsLong(Math.max(1, bound));
    }
}
