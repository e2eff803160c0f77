package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.config.EndpointConfig;
import io.pulsefeed.kraken.wire.InstrumentParser;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Follows the channel {@code instrument} over a connection of its own, on one thread: a snapshot has a thousand pairs, whose parsing would
 * delay trades.
 */
public final class InstrumentClient {

    private static final Logger LOG = LoggerFactory.getLogger(InstrumentClient.class);
    private static final String SUBSCRIBE =
            "{\"method\":\"subscribe\",\"params\":{\"channel\":\"instrument\",\"snapshot\":true},\"req_id\":4}";
    private static final long JOIN_MS = 750;
    private static final long STABLE_AFTER_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int MAX_EXCERPT = 240;

    private final URI url;
    private final Duration connectTimeout;
    private final long silenceNs;
    private final long answerNs;
    private final ConnectionRateLimiter limiter;
    private final InstrumentListener listener;
    private final Clock clock;
    private final LogThrottle throttledLog = new LogThrottle(LOG, MonotonicClock.SYSTEM);
    private final Thread thread;
    private boolean closed;
    private boolean stopped;
    private long lastFrameNs;

    /** @param name of the thread */
    public InstrumentClient(String name, EndpointConfig endpoint, InstrumentListener listener, Clock clock) {
        this.url = endpoint.webSocketUrl();
        this.connectTimeout = endpoint.connectTimeout();
        this.silenceNs = endpoint.silenceTimeout().toNanos();
        this.answerNs = 2 * endpoint.answerTimeout().toNanos();
        this.limiter = SharedRateLimiters.connections(url);
        this.listener = listener;
        this.clock = clock;
        @Nullable Map<String, String> logContext = MDC.getCopyOfContextMap();
        this.thread = new Thread(
                () -> {
                    if (logContext != null) {
                        MDC.setContextMap(logContext);
                    }
                    run();
                },
                name);
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

    /**
     * Follows the channel over one connection until it ends. Returns whether it was useful for a minute: shorter ones would use up the
     * attempts that this connection shares with those of all tasks.
     */
    private boolean connect() throws InterruptedException {
        long startNs = System.nanoTime();
        synchronized (this) {
            closed = false;
            lastFrameNs = System.nanoTime();
        }
        Receiver receiver = new Receiver();
        KrakenSocket socket =
                JavaWebSocket.factory(url, connectTimeout, () -> {}).create(receiver);
        try {
            if (socket.open(connectTimeout) && socket.send(SUBSCRIBE)) {
                awaitEnd(receiver);
            }
        } finally {
            receiver.abandoned = true;
            socket.abort("ended");
        }
        return receiver.useful && System.nanoTime() - startNs >= STABLE_AFTER_NS;
    }

    /** Heartbeats and status messages prove the connection, but not the subscription. */
    private synchronized void awaitEnd(Receiver receiver) throws InterruptedException {
        long requestedNs = System.nanoTime();
        while (!stopped && !closed && System.nanoTime() - lastFrameNs < silenceNs) {
            if (!receiver.useful && System.nanoTime() - requestedNs >= answerNs) {
                throttledLog.warn("unanswered", "Kraken has not sent its list of pairs and assets; connecting again");
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000L, Math.min(silenceNs, answerNs) / 4));
        }
    }

    private synchronized void onFrame() {
        lastFrameNs = System.nanoTime();
    }

    private synchronized void close() {
        closed = true;
        notifyAll();
    }

    private final class Receiver implements KrakenSocket.Listener {

        private volatile boolean useful;

        /** Late callbacks of an old socket have no effect. */
        private volatile boolean abandoned;

        @Override
        public void onText(String frame) {
            if (abandoned) {
                return;
            }
            Instant received = clock.instant();
            onFrame();
            // The WebSocket library swallows exceptions together with the frame, so none may leave this method.
            try {
                @Nullable InstrumentUpdate update = InstrumentParser.parse(frame);
                if (update != null) {
                    accept(update, frame.length(), received);
                } else if (frame.contains("\"error\"")) {
                    throttledLog.warn(
                            "refused",
                            "Kraken refused the subscription to instrument; will ask again: "
                                    + frame.substring(0, Math.min(MAX_EXCERPT, frame.length())));
                }
            } catch (RuntimeException e) {
                LOG.error("Failed to handle a frame of {} characters; reconnecting", frame.length(), e);
                end();
            }
        }

        private void accept(InstrumentUpdate update, int size, Instant received) {
            if (listener.onInstruments(update, size, received)) {
                useful = true;
            } else {
                end();
            }
        }

        private void end() {
            abandoned = true;
            close();
        }

        @Override
        public void onClosed(int code, String reason) {
            if (KrakenConnection.isAddressBlocked(reason)) {
                limiter.onBlocked(MonotonicClock.SYSTEM.nowNs());
            }
            if (!abandoned) {
                close();
            }
        }
    }
}
