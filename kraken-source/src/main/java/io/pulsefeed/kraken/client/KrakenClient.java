package io.pulsefeed.kraken.client;

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
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The threads of one task: one that keeps the connection, one that asks REST. The socket has a reader and a writer of its own. */
public final class KrakenClient {

    private static final Logger LOG = LoggerFactory.getLogger(KrakenClient.class);
    private static final long JOIN_MILLIS = 1500;

    private final String name;
    private final Map<String, String> logContext = MDC.getCopyOfContextMap();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final KrakenConnection connection;
    private final TradesFetcher fetcher;
    private final Thread connectionThread;
    private final Thread fetcherThread;
    private boolean wakeUp;
    private volatile boolean stopped;

    /** @param name names the threads; connector and task */
    public KrakenClient(
            String name,
            ConnectionSettings settings,
            EndpointConfig endpoint,
            DataListener data,
            SourceMetrics stats,
            Clock clock,
            LongSupplier nanoTime) {
        this.name = name;
        this.connection = new KrakenConnection(
                settings,
                endpoint.usesV1() ? Requests.V1 : Requests.V2,
                () -> endpoint.usesV1() ? new V1Parser(settings.pairs(), clock) : new V2Parser(settings.pairs(), clock),
                JavaWebSocket.factory(endpoint.webSocketUrl(), settings.connectTimeout(), () -> {
                    Thread.currentThread().setName(name + "-reader");
                    inheritLogContext(logContext);
                }),
                SharedRateLimiters.connections(endpoint.webSocketUrl()),
                data,
                stats,
                nanoTime,
                new SplittableRandom(),
                this::wakeUp);
        this.fetcher = new TradesFetcher(
                new RestClient(endpoint.restUrl(), new JdkHttpGet(endpoint.restTimeout(), nanoTime)),
                SharedRateLimiters.requests(endpoint.restUrl()),
                endpoint.restInterval(),
                endpoint.restPairInterval(),
                stats,
                nanoTime);
        this.connectionThread = thread("connection", this::keepConnected);
        this.fetcherThread = thread("rest", fetcher);
    }

    private Thread thread(String what, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    inheritLogContext(logContext);
                    work.run();
                },
                name + "-" + what);
        thread.setDaemon(true);
        return thread;
    }

    /** Log lines of our threads carry the worker's connector context, as those of its own threads do. */
    static void inheritLogContext(Map<String, String> context) {
        if (context != null) {
            MDC.setContextMap(context);
        }
    }

    public void start() {
        connectionThread.start();
        fetcherThread.start();
    }

    public KrakenConnection connection() {
        return connection;
    }

    /** Who answers questions about past trades. */
    public TradeHistory trades() {
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

    private void keepConnected() {
        try {
            while (!stopped) {
                long wait = tick();
                lock.lock();
                try {
                    long left = wait;
                    while (!wakeUp && left > 0 && !stopped) {
                        left = woken.awaitNanos(left);
                    }
                    wakeUp = false;
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts, and the thread ends here.
            Thread.currentThread().interrupt();
        } finally {
            connection.abort();
        }
    }

    /** A defect in the connection's care must not end the care. */
    private long tick() throws InterruptedException {
        try {
            return connection.tick();
        } catch (RuntimeException e) {
            LOG.error("The connection's thread met an error; it goes on in a second.", e);
            return TimeUnit.SECONDS.toNanos(1);
        }
    }

    /** Ends all threads and sockets without waiting for the venue. Safe to call more than once, and before {@link #start}. */
    public void stop() {
        stopped = true;
        connectionThread.interrupt();
        connection.abort();
        fetcher.stop();
        boolean interrupted = false;
        for (Thread thread : List.of(connectionThread, fetcherThread)) {
            try {
                thread.join(JOIN_MILLIS / 2);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                LOG.warn("Thread {} has not ended yet; it will with its current time limit.", thread.getName());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
