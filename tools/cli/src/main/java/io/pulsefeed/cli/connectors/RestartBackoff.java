package io.pulsefeed.cli.connectors;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Exponential backoff between restarts of a connector: the first restart is immediate, the pauses after it double from 10 s to 30 minutes.
 * A connector that has run for ten minutes since its last restart starts again with the first pause.
 */
final class RestartBackoff {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final Duration RESET_AFTER = Duration.ofMinutes(10);

    /**
     * One restart.
     *
     * @param number 1 for the first
     * @param timeMonoNs monotonic time of the restart
     * @param pause minimum time until the next restart
     */
    record Attempt(int number, long timeMonoNs, Duration pause) {}

    private final LongSupplier monotonicClock;
    private final Map<String, Attempt> lastAttempts = new HashMap<>();

    /** @param monotonicClock nanoseconds, such as {@link System#nanoTime} */
    RestartBackoff(LongSupplier monotonicClock) {
        this.monotonicClock = monotonicClock;
    }

    boolean mayRestart(String connector) {
        Attempt last = lastAttempts.get(connector);
        return last == null || sinceNs(last) >= last.pause().toNanos();
    }

    /** Records a restart. */
    Attempt onRestart(String connector) {
        Attempt last = lastAttempts.get(connector);
        Attempt attempt = last == null
                ? new Attempt(1, monotonicClock.getAsLong(), FIRST_PAUSE)
                : new Attempt(last.number() + 1, monotonicClock.getAsLong(), doubled(last.pause()));
        lastAttempts.put(connector, attempt);
        return attempt;
    }

    private static Duration doubled(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** The connector runs without a failure at this moment. */
    void onRunning(String connector) {
        lastAttempts.computeIfPresent(connector, (name, last) -> sinceNs(last) >= RESET_AFTER.toNanos() ? null : last);
    }

    /** Forgets connectors that have been deleted. */
    void retainOnly(Collection<String> connectors) {
        lastAttempts.keySet().retainAll(connectors);
    }

    private long sinceNs(Attempt attempt) {
        return monotonicClock.getAsLong() - attempt.timeMonoNs();
    }
}
