package io.pulsefeed.commons.metrics;

import io.pulsefeed.commons.time.MonotonicClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/** Logs each kind of warning at most once a minute, with the number of times it was suppressed. Thread-safe. */
public final class LogThrottle {

    private static final long INTERVAL_NS = Duration.ofMinutes(1).toNanos();
    /** Kinds may hold text from outside; at this number all are forgotten, which only repeats some lines early. */
    private static final int MAX_KINDS = 1000;

    private static final class State {
        private long nextAtNs;
        private long suppressed;
    }

    private final Logger log;
    private final MonotonicClock clock;
    private final Map<String, State> states = new HashMap<>();

    public LogThrottle(Logger log, MonotonicClock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** @param kind identifies repetitions: each kind has its own minute */
    public void warn(String kind, String message) {
        warn(kind, 1, message);
    }

    /**
     * @param kind identifies repetitions: each kind has its own minute
     * @param times how many occurrences this call stands for
     */
    public synchronized void warn(String kind, long times, String message) {
        long nowNs = clock.nowNs();
        if (states.size() >= MAX_KINDS && !states.containsKey(kind)) {
            states.clear();
        }
        State state = states.get(kind);
        if (state != null && state.nextAtNs - nowNs > 0) {
            state.suppressed += times;
            return;
        }
        if (state == null) {
            state = new State();
            states.put(kind, state);
        }
        long repeated = state.suppressed + times - 1;
        log.warn(repeated == 0 ? message : message + " (" + repeated + " more since the last such line)");
        state.suppressed = 0;
        state.nextAtNs = nowNs + INTERVAL_NS;
    }
}
