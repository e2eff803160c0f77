package io.pulsefeed.article;

import io.pulsefeed.article.fetch.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says each kind of trouble of a site at most once a minute, with how often it was not said. */
final class Warnings {

    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final String site;
    private final Ticker ticker;
    private final Map<String, State> states = new HashMap<>();

    Warnings(String site, Ticker ticker) {
        this.site = site;
        this.ticker = ticker;
    }

    private static final class State {
        private long nextAt;
        private long unsaid;
    }

    /** @param kind a constant: one clock runs for each */
    synchronized void warn(String kind, String message) {
        long now = ticker.nanoTime();
        State state = states.get(kind);
        if (state != null && state.nextAt - now > 0) {
            state.unsaid++;
            return;
        }
        if (state == null) {
            state = new State();
            states.put(kind, state);
        }
        LOG.warn("{}: {}{}", site, message, state.unsaid == 0 ? "" : " (and " + state.unsaid + " more like this)");
        state.unsaid = 0;
        state.nextAt = now + PAUSE_NANOS;
    }
}
