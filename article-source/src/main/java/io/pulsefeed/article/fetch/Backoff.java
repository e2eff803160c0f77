package io.pulsefeed.article.fetch;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/** Exponential backoff with full jitter: a random wait below a bound that doubles with each failure, up to a cap. */
public final class Backoff {

    private final Duration base;
    private final Duration cap;
    private final int maxRetries;
    private final LongUnaryOperator random;

    /** @param random returns a number from 0 (inclusive) to its argument (exclusive) */
    public Backoff(Duration base, Duration cap, int maxRetries, LongUnaryOperator random) {
        this.base = base;
        this.cap = cap;
        this.maxRetries = maxRetries;
        this.random = random;
    }

    /** @param failures number of failed attempts, from 1 */
    public long waitNs(int failures) {
        long bound = Math.min(cap.toNanos(), base.toNanos() << Math.min(failures - 1, 20));
        return 1 + random.applyAsLong(Math.max(1, bound));
    }

    /** True if {@code failures} exceeds the maximum number of retries. */
    public boolean isExhausted(int failures) {
        return failures > maxRetries;
    }
}
