package io.pulsefeed.timescale.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Says each distinct trouble once a minute, with how often it came since. */
public final class Throttle {

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MOST_TROUBLES = 100;

    private final Logger log;
    private final LongSupplier nanos;
    private final Map<String, long[]> troubles = new HashMap<>();

    public Throttle(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** @param trouble what makes it the same trouble as an earlier one */
    public synchronized void warn(String trouble, int times, String message) {
        long now = nanos.getAsLong();
        if (troubles.size() > MOST_TROUBLES) {
            troubles.clear();
        }
        long[] state = troubles.computeIfAbsent(trouble, first -> new long[] {now - MINUTE_NANOS, 0});
        state[1] += times;
        if (now - state[0] >= MINUTE_NANOS) {
            log.warn(state[1] > 1 ? message + " (" + state[1] + " times since it was last said)" : message);
            state[0] = now;
            state[1] = 0;
        }
    }
}
