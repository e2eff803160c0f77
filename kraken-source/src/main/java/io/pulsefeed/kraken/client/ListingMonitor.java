package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.config.EndpointConfig;
import io.pulsefeed.kraken.wire.Instrument;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows Kraken's list of pairs. */
public final class ListingMonitor implements InstrumentListener {

    private static final Logger LOG = LoggerFactory.getLogger(ListingMonitor.class);

    private final Runnable onChange;
    private final InstrumentClient client;
    private final Set<Pair> listed = new TreeSet<>();
    private boolean complete;
    private boolean stopped;

    /** @param onChange called after the list has changed, and not for the first list */
    public ListingMonitor(String name, EndpointConfig endpoint, Runnable onChange) {
        this.onChange = onChange;
        this.client = new InstrumentClient(name + "-listings", endpoint, this, Clock.systemUTC());
    }

    public void start() {
        client.start();
    }

    public void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        client.stop();
    }

    /** Waits for the first list. Returns whether it has arrived. */
    public synchronized boolean await(Duration timeout) {
        long endNs = System.nanoTime() + timeout.toNanos();
        try {
            for (long leftNs = timeout.toNanos();
                    !complete && !stopped && leftNs > 0;
                    leftNs = endNs - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return complete;
    }

    /** The pairs that Kraken lists, sorted. */
    public synchronized Set<Pair> listed() {
        return new TreeSet<>(listed);
    }

    @Override
    public boolean onInstruments(InstrumentUpdate update, int size, Instant received) {
        if (apply(update)) {
            LOG.info("Kraken's list of pairs has changed");
            onChange.run();
        }
        return true;
    }

    private synchronized boolean apply(InstrumentUpdate update) {
        if (!update.hasPairs()) {
            return false;
        }
        Set<Pair> before = new TreeSet<>(listed);
        if (update.isSnapshot()) {
            listed.clear();
        }
        for (Instrument instrument : update.instruments()) {
            if (instrument.kind() == Instrument.Kind.PAIR) {
                Pair pair = Pair.parse(instrument.name());
                if (instrument.isTraded()) {
                    listed.add(pair);
                } else {
                    listed.remove(pair);
                }
            }
        }
        boolean first = !complete;
        complete |= update.isSnapshot();
        notifyAll();
        return !first && !listed.equals(before);
    }
}
