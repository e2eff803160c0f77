package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.FrameParser;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Requests;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to the venue alive: connects, subscribes, notices a dead connection, and comes back. {@link #tick} does
 * all of it and is called by one thread; only {@link #reconnect} and {@link #abort} may be called by others.
 */
public final class KrakenConnection {

    private static final Logger LOG = LoggerFactory.getLogger(KrakenConnection.class);
    private static final long STEP = TimeUnit.SECONDS.toNanos(1);
    private static final long OVERLOAD_STEP = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long GOOD_AFTER = TimeUnit.SECONDS.toNanos(60);
    private static final long AFTER_MAINTENANCE = TimeUnit.SECONDS.toNanos(5);
    private static final int SERVICE_RESTART = 1012;

    private final ConnectionSettings settings;
    private final Requests requests;
    private final Supplier<FrameParser> parsers;
    private final KrakenSocket.Factory sockets;
    private final ConnectionRateLimiter budget;
    private final DataListener data;
    private final SourceMetrics stats;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private final Runnable wakeUp;
    private final LogLimit rejectLog = new LogLimit();
    private final LogLimit failureLog = new LogLimit();
    private final Set<String> refusalsTold = ConcurrentHashMap.newKeySet();

    private final KeepAlive pings;

    private Subscriptions subscriptions;
    private volatile KrakenSocket socket;
    private volatile FrameReader reader;
    private volatile boolean stopped;
    private boolean overloaded;
    private boolean goodForLong;
    private long nextAttemptAt;
    private long openedAt;
    private long askedAt;
    private boolean asked;
    private boolean askedAgain;
    private long askAgainAt;
    private int throttles;

    /** @param wakeUp makes the thread that calls {@link #tick} do so soon; called by any thread */
    public KrakenConnection(
            ConnectionSettings settings,
            Requests requests,
            Supplier<FrameParser> parsers,
            KrakenSocket.Factory sockets,
            ConnectionRateLimiter budget,
            DataListener data,
            SourceMetrics stats,
            LongSupplier nanoTime,
            RandomGenerator random,
            Runnable wakeUp) {
        this.settings = settings;
        this.requests = requests;
        this.parsers = parsers;
        this.sockets = sockets;
        this.budget = budget;
        this.data = data;
        this.stats = stats;
        this.nanoTime = nanoTime;
        this.backoff = new Backoff(random);
        this.wakeUp = wakeUp;
        this.pings = new KeepAlive(settings.pingInterval(), settings.answerTimeout());
        this.nextAttemptAt = nanoTime.getAsLong();
    }

    /** Does what is due and returns after how many nanoseconds to be called again at the latest. */
    public long tick() throws InterruptedException {
        long now = nanoTime.getAsLong();
        if (socket == null) {
            return connectWhenDue(now);
        }
        ReconnectCause cause = reader.cause();
        if (cause == null) {
            cause = judge(now);
        }
        if (cause != null) {
            end(cause, now);
            return 0;
        }
        return STEP;
    }

    private long connectWhenDue(long now) throws InterruptedException {
        if (stopped) {
            return STEP;
        }
        if (overloaded && !data.hasRecovered()) {
            return OVERLOAD_STEP;
        }
        if (now < nextAttemptAt) {
            return nextAttemptAt - now;
        }
        long wait = budget.take(now);
        if (wait > 0) {
            if (failureLog.permits(now)) {
                LOG.warn(
                        "No connection attempt for {} s: this process has used up its attempts or the venue shut it out.",
                        TimeUnit.NANOSECONDS.toSeconds(wait));
            }
            nextAttemptAt = now + wait;
            return wait;
        }
        connect();
        return 0;
    }

    private void connect() throws InterruptedException {
        overloaded = false;
        asked = false;
        askedAgain = false;
        askAgainAt = Long.MAX_VALUE;
        throttles = 0;
        goodForLong = false;
        subscriptions = new Subscriptions(settings.channels(), settings.pairs());
        FrameReader attempt =
                new FrameReader(parsers.get(), subscriptions, data, stats, nanoTime, rejectLog, refusalsTold, wakeUp);
        KrakenSocket candidate = sockets.create(attempt);
        reader = attempt;
        socket = candidate;
        boolean open = !stopped && candidate.open(settings.connectTimeout());
        long now = nanoTime.getAsLong();
        openedAt = now;
        pings.restart(now);
        if (!open) {
            end(ReconnectCause.REFUSED, now);
            return;
        }
        stats.connected(true);
        LOG.info("Connected to the venue.");
    }

    /** Null while the connection is as it should be. */
    private ReconnectCause judge(long now) {
        long patience = settings.answerTimeout().toNanos();
        if (!asked) {
            // The venue says its status first; when it does not within the time, asking is the second chance.
            if (reader.system() != null || now - openedAt >= patience) {
                subscribe(now);
            }
            return null;
        }
        if (reader.takeThrottled()) {
            askAgainAt = now + (STEP << Math.min(throttles, 2));
            throttles++;
        }
        if (!subscriptions.isAnswered()) {
            if (now >= askAgainAt) {
                askAgainAt = Long.MAX_VALUE;
                subscribe(now);
            } else if (askAgainAt == Long.MAX_VALUE && now - askedAt >= patience) {
                if (askedAgain) {
                    return reader.system() == null ? ReconnectCause.NO_STATUS : ReconnectCause.NO_ACK;
                }
                askedAgain = true;
                subscribe(now);
            }
        }
        if (subscriptions.anyAccepted()
                && now - reader.lastFrameAt() >= settings.silenceTimeout().toNanos()) {
            return ReconnectCause.SILENT;
        }
        if (!goodForLong && reader.dataSeen() && now - openedAt >= GOOD_AFTER) {
            goodForLong = true;
            backoff.reset();
        }
        if (pings.isUnanswered(now, reader.lastPongAt())) {
            return ReconnectCause.NO_PONG;
        }
        if (pings.isDue(now)) {
            socket.send(requests.ping(pings.next(now)));
        }
        return null;
    }

    private void subscribe(long now) {
        asked = true;
        askedAt = now;
        if (reader.system() == null) {
            // Somebody who greets without a status is taken to be in business, else nobody would watch its silence.
            data.engine(true);
        }
        for (Channel channel : settings.channels()) {
            List<Pair> open = subscriptions.unanswered(channel);
            if (!open.isEmpty()) {
                socket.send(requests.subscribe(channel, open));
            }
        }
    }

    private void end(ReconnectCause cause, long now) {
        FrameReader old = reader;
        old.abandon();
        socket.abort(cause.text());
        socket = null;
        stats.connected(false);
        stats.online(false);
        data.engine(false);
        if (stopped) {
            return;
        }
        stats.reconnects(cause).increment();
        overloaded = cause == ReconnectCause.OVERLOAD;
        long wait = backoff.nextNanos();
        boolean maintenance =
                old.closeCode() == SERVICE_RESTART || old.system() != null && !"online".equals(old.system());
        if (maintenance) {
            wait = Math.max(wait, AFTER_MAINTENANCE);
        }
        if (cause == ReconnectCause.REFUSED && isShutOut(old.causeDetail())) {
            budget.banned(now);
        }
        nextAttemptAt = now + wait;
        if (cause != ReconnectCause.REFUSED || failureLog.permits(now)) {
            LOG.info(
                    "Connection ended: {}{}. Next attempt in {} ms.",
                    cause.sentence(),
                    old.causeDetail().isEmpty() ? "" : " (" + old.causeDetail() + ")",
                    TimeUnit.NANOSECONDS.toMillis(wait));
        }
    }

    /** The library tells the HTTP status of a refused handshake only in the text of its close reason. */
    private static boolean isShutOut(String reason) {
        return reason.contains("status code received: 429") || reason.contains("status code received: 403");
    }

    /** Gives the connection up and comes back with a new one. Any thread may call it. */
    public void reconnect(ReconnectCause cause) {
        FrameReader current = reader;
        if (current != null) {
            current.end(cause, "");
        }
    }

    /** Ends the connection for good, without waiting for the venue. Any thread may call it, more than once. */
    public void abort() {
        stopped = true;
        KrakenSocket current = socket;
        if (current != null) {
            reader.abandon();
            current.abort("stopped");
        }
    }
}
