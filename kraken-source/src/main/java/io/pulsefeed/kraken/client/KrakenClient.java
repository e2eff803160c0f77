package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.delivery.ReceiveTime;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.config.EndpointConfig;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Requests;
import io.pulsefeed.kraken.wire.V1Parser;
import io.pulsefeed.kraken.wire.V2Parser;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The threads of one task: one for the connection and one for REST. The WebSocket library adds a reader and a writer thread. */
public final class KrakenClient {

    private static final Logger LOG = LoggerFactory.getLogger(KrakenClient.class);
    private static final long JOIN_MS = 750;
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final @Nullable Map<String, String> logContext = MDC.getCopyOfContextMap();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final KrakenConnection connection;
    private final TradesFetcher fetcher;
    private final Thread connectionThread;
    private final Thread fetcherThread;
    private boolean wakeUp;
    private volatile boolean stopped;

    /** @param name the prefix of the thread names */
    public KrakenClient(
            String name,
            ConnectionSettings settings,
            Requests requests,
            EndpointConfig endpoint,
            DataListener data,
            SourceMetrics metrics,
            ReceiveTime receiveTime,
            Clock clock,
            MonotonicClock monotonic) {
        this.name = name;
        this.connection = new KrakenConnection(
                settings,
                requests,
                () -> endpoint.usesV1() ? new V1Parser(settings.pairs()) : new V2Parser(settings.pairs()),
                JavaWebSocket.factory(endpoint.webSocketUrl(), settings.connectTimeout(), () -> {
                    Thread.currentThread().setName(name + "-reader");
                    setLogContext(logContext);
                }),
                SharedRateLimiters.connections(endpoint.webSocketUrl()),
                data,
                metrics,
                monotonic,
                new SplittableRandom(),
                this::wakeUp);
        this.fetcher = new TradesFetcher(
                new RestClient(
                        endpoint.restUrl(), new JdkHttpGet(endpoint.restTimeout(), monotonic), clock, receiveTime),
                SharedRateLimiters.requests(endpoint.restUrl()),
                endpoint.restInterval(),
                endpoint.restPairInterval(),
                metrics,
                monotonic);
        this.connectionThread = thread("connection", this::runConnection);
        this.fetcherThread = thread("rest", fetcher);
    }

    private Thread thread(String suffix, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    setLogContext(logContext);
                    work.run();
                },
                name + "-" + suffix);
        thread.setDaemon(true);
        return thread;
    }

    /** Gives log lines of this thread the connector context that the worker sets on its own threads. */
    private static void setLogContext(@Nullable Map<String, String> context) {
        if (context != null) {
            MDC.setContextMap(context);
        }
    }

    public void start() {
        connectionThread.start();
        startRest();
    }

    /** Without a WebSocket connection. */
    public void startRest() {
        fetcherThread.start();
    }

    public KrakenConnection connection() {
        return connection;
    }

    public TradeHistory tradeHistory() {
        return fetcher;
    }

    private void wakeUp() {
        lock.lock();
        try {
            wakeUp = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    private void runConnection() {
        try {
            while (!stopped) {
                await(tick());
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts this thread, which ends here.
            Thread.currentThread().interrupt();
        } finally {
            connection.abort();
        }
    }

    private void await(long waitNs) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = waitNs;
            while (!wakeUp && leftNs > 0 && !stopped) {
                leftNs = woken.awaitNanos(leftNs);
            }
            wakeUp = false;
        } finally {
            lock.unlock();
        }
    }

    /** Survives an unexpected error, because the thread must not end before the task does. */
    private long tick() throws InterruptedException {
        try {
            return connection.tick();
        } catch (RuntimeException e) {
            LOG.error("Connection thread failed; retrying in 1 s", e);
            return RETRY_NS;
        }
    }

    /** Ends all threads and sockets without waiting for Kraken. May be called repeatedly, and before {@link #start}. */
    public void stop() {
        stopped = true;
        connectionThread.interrupt();
        connection.abort();
        fetcher.stop();
        boolean interrupted = false;
        for (Thread thread : List.of(connectionThread, fetcherThread)) {
            try {
                thread.join(JOIN_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                LOG.warn("Thread {} is still running; it ends at its current timeout", thread.getName());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
