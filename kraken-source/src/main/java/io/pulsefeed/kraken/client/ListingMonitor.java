package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.config.EndpointConfig;
import io.pulsefeed.kraken.wire.InstrumentParser;
import io.pulsefeed.kraken.wire.Pair;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows Kraken's list of pairs over a connection of its own, on one thread. */
public final class ListingMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(ListingMonitor.class);
    private static final String SUBSCRIBE =
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"instrument\",\"snapshot\":true},\"req_id\":4}";
    private static final long JOIN_MS = 750;

    private final URI url;
    private final Duration connectTimeout;
    private final long silenceNs;
    private final ConnectionRateLimiter limiter;
    private final Runnable onChange;
    private final Thread thread;
    private final Set<Pair> listed = new TreeSet<>();
    private boolean complete;
    private boolean closed;
    private boolean stopped;
    private long lastFrameNs;

    /** @param onChange called after the list has changed, and not for the first list */
    public ListingMonitor(String name, EndpointConfig endpoint, Runnable onChange) {
        this.url = endpoint.webSocketUrl();
        this.connectTimeout = endpoint.connectTimeout();
        this.silenceNs = endpoint.silenceTimeout().toNanos();
        this.limiter = SharedRateLimiters.connections(url);
        this.onChange = onChange;
        this.thread = new Thread(this::run, name + "-listings");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    private void run() {
        Backoff backoff = new Backoff(new SplittableRandom());
        try {
            while (!isStopped()) {
                long waitNs = limiter.acquire(MonotonicClock.SYSTEM.nowNs());
                if (waitNs > 0) {
                    sleep(waitNs);
                } else if (connect()) {
                    backoff.reset();
                }
                sleep(backoff.nextDelayNs());
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts this thread.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void sleep(long ns) throws InterruptedException {
        long endNs = System.nanoTime() + ns;
        for (long leftNs = ns; !stopped && leftNs > 0; leftNs = endNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000L, leftNs));
        }
    }

    /** Follows the list over one connection until it ends. Returns whether a list has arrived. */
    private boolean connect() throws InterruptedException {
        synchronized (this) {
            closed = false;
            lastFrameNs = System.nanoTime();
        }
        Receiver receiver = new Receiver();
        KrakenSocket socket =
                JavaWebSocket.factory(url, connectTimeout, () -> {}).create(receiver);
        try {
            if (socket.open(connectTimeout) && socket.send(SUBSCRIBE)) {
                awaitEnd();
            }
        } finally {
            socket.abort("ended");
        }
        return receiver.useful;
    }

    private synchronized void awaitEnd() throws InterruptedException {
        while (!stopped && !closed && System.nanoTime() - lastFrameNs < silenceNs) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000L, silenceNs / 4));
        }
    }

    private synchronized boolean apply(InstrumentParser.Listings listings) {
        Set<Pair> before = new TreeSet<>(listed);
        if (listings.snapshot()) {
            listed.clear();
        }
        for (InstrumentParser.Listing listing : listings.pairs()) {
            if (listing.traded()) {
                listed.add(listing.pair());
            } else {
                listed.remove(listing.pair());
            }
        }
        boolean first = !complete;
        complete |= listings.snapshot();
        notifyAll();
        return !first && !listed.equals(before);
    }

    private final class Receiver implements KrakenSocket.Listener {

        private volatile boolean useful;

        @Override
        public void onText(String frame) {
            synchronized (ListingMonitor.this) {
                lastFrameNs = System.nanoTime();
            }
            InstrumentParser.Listings listings = InstrumentParser.parse(frame);
            if (listings != null) {
                useful = true;
                if (apply(listings)) {
                    LOG.info("Kraken's list of pairs has changed");
                    onChange.run();
                }
            }
        }

        @Override
        public void onClosed(int code, String reason) {
            synchronized (ListingMonitor.this) {
                closed = true;
                ListingMonitor.this.notifyAll();
            }
        }
    }
}
