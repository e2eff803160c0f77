package io.pulsefeed.cli.connectors;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When a connector that failed may be restarted: the first time at once, then after pauses that double from 10 s to 30 minutes.
 * One that has run for ten minutes since counts as healed, and its next failure as a first one.
 */
final class RestartPauses {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration HEALED = Duration.ofMinutes(10);

    /** A restart: the how manieth it is, when, and what must pass before the next. */
    record Attempt(int number, long nanos, Duration pause) {}

    private final LongSupplier nanos;
    private final Map<String, Attempt> last = new HashMap<>();

    RestartPauses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean mayRestart(String connector) {
        Attempt before = last.get(connector);
        return before == null || since(before) >= before.pause().toNanos();
    }

    Attempt restarted(String connector) {
        Attempt before = last.get(connector);
        Attempt now = before == null
                ? new Attempt(1, nanos.getAsLong(), FIRST)
                : new Attempt(before.number() + 1, nanos.getAsLong(), next(before.pause()));
        last.put(connector, now);
        return now;
    }

    private static Duration next(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    void runs(String connector) {
        last.computeIfPresent(connector, (name, before) -> since(before) >= HEALED.toNanos() ? null : before);
    }

    /** Connectors that are gone are forgotten. */
    void keepOnly(Collection<String> connectors) {
        last.keySet().retainAll(connectors);
    }

    private long since(Attempt before) {
        return nanos.getAsLong() - before.nanos();
    }
}
