package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.FrameParser;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Requests;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one WebSocket connection alive: connects, subscribes, detects a dead connection and reconnects. One thread calls
 * {@link #tick}; any thread may call {@link #reconnect} and {@link #abort}.
 *
 * <pre>
 *   disconnected --(backoff over, rate limiter allows)--> connected --(status, or answer timeout)--> subscribing
 *        ^                                                    |                                           |
 *        |                                                    |                                a pair is acknowledged
 *        |                                                    v                                           v
 *        +----(closed, silent, no pong, no ack, malformed frames, overload, stale, error)------------ subscribed
 * </pre>
 */
public final class KrakenConnection implements SubscriptionControl {

    private static final Logger LOG = LoggerFactory.getLogger(KrakenConnection.class);
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long OVERLOAD_TICK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long STABLE_AFTER_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long MAINTENANCE_DELAY_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long REMINDER_NS = TimeUnit.SECONDS.toNanos(60);
    /** Single requests per tick and channel, below Kraken's limit of the request rate. */
    private static final int MAX_SINGLE_REQUESTS = 5;

    private static final int CLOSE_SERVICE_RESTART = 1012;

    private final ConnectionSettings settings;
    private final Requests requests;
    private final Supplier<FrameParser> parsers;
    private final KrakenSocket.Factory sockets;
    private final ConnectionRateLimiter limiter;
    private final DataListener data;
    private final SourceMetrics metrics;
    private final MonotonicClock monotonic;
    private final Backoff backoff;
    private final Runnable wakeUp;
    private final LogThrottle throttledLog;
    private final Set<String> loggedRefusals = ConcurrentHashMap.newKeySet();
    private final KeepAlive keepAlive;

    private final Queue<Renewal> renewals = new ConcurrentLinkedQueue<>();

    private volatile Subscriptions subscriptions;
    private volatile @Nullable KrakenSocket socket;
    private volatile @Nullable FrameReader reader;
    private volatile boolean stopped;
    private boolean overloaded;
    private boolean stable;
    private long nextAttemptMonoNs;
    private long openedAtMonoNs;
    private long subscribedAtMonoNs;
    private boolean subscribed;
    private int throttles;

    private record Renewal(Channel channel, Pair pair) {}

    /** @param wakeUp makes the thread that calls {@link #tick} call it soon; called by any thread */
    public KrakenConnection(
            ConnectionSettings settings,
            Requests requests,
            Supplier<FrameParser> parsers,
            KrakenSocket.Factory sockets,
            ConnectionRateLimiter limiter,
            DataListener data,
            SourceMetrics metrics,
            MonotonicClock monotonic,
            RandomGenerator random,
            Runnable wakeUp) {
        this.settings = settings;
        this.requests = requests;
        this.parsers = parsers;
        this.sockets = sockets;
        this.limiter = limiter;
        this.data = data;
        this.metrics = metrics;
        this.monotonic = monotonic;
        this.backoff = new Backoff(random);
        this.wakeUp = wakeUp;
        this.throttledLog = new LogThrottle(LOG, monotonic);
        this.keepAlive = new KeepAlive(settings.pingInterval(), settings.answerTimeout());
        this.subscriptions = new Subscriptions(settings.channels(), settings.pairs(), settings.answerTimeout());
        this.nextAttemptMonoNs = monotonic.nowNs();
    }

    /** Does what is due. Returns the maximum time until the next call in nanoseconds. */
    public long tick() throws InterruptedException {
        long nowMonoNs = monotonic.nowNs();
        KrakenSocket open = socket;
        FrameReader current = reader;
        if (open == null || current == null) {
            return connectIfDue(nowMonoNs);
        }
        ReconnectCause cause = current.cause();
        if (cause == null) {
            cause = check(open, current, nowMonoNs);
        }
        if (cause != null) {
            end(open, current, cause, nowMonoNs);
            return 0;
        }
        return TICK_NS;
    }

    private long connectIfDue(long nowMonoNs) throws InterruptedException {
        if (stopped) {
            return TICK_NS;
        }
        if (overloaded && !data.hasRecovered()) {
            return OVERLOAD_TICK_NS;
        }
        if (nowMonoNs < nextAttemptMonoNs) {
            long leftNs = nextAttemptMonoNs - nowMonoNs;
            if (limiter.isBlocked(nowMonoNs)) {
                throttledLog.warn("blocked", "Kraken blocks this address; next attempt in " + seconds(leftNs) + " s");
            }
            return Math.min(leftNs, REMINDER_NS);
        }
        long waitNs = limiter.acquire(nowMonoNs);
        if (waitNs > 0) {
            throttledLog.warn(
                    "rate limit",
                    "No connection attempt for " + seconds(waitNs)
                            + " s: this worker has used its limit of " + ConnectionRateLimiter.MAX_ATTEMPTS
                            + " attempts in 10 minutes, or Kraken has blocked its IP address; will retry");
            nextAttemptMonoNs = nowMonoNs + waitNs;
            return Math.min(waitNs, REMINDER_NS);
        }
        connect();
        return 0;
    }

    private void connect() throws InterruptedException {
        overloaded = false;
        subscribed = false;
        renewals.clear();
        throttles = 0;
        stable = false;
        subscriptions = new Subscriptions(settings.channels(), settings.pairs(), settings.answerTimeout());
        FrameReader attempt = new FrameReader(
                parsers.get(), subscriptions, data, metrics, monotonic, throttledLog, loggedRefusals, wakeUp);
        KrakenSocket candidate = sockets.create(attempt);
        reader = attempt;
        socket = candidate;
        boolean open = !stopped && candidate.open(settings.connectTimeout());
        long nowMonoNs = monotonic.nowNs();
        openedAtMonoNs = nowMonoNs;
        keepAlive.restart(nowMonoNs);
        if (!open) {
            end(candidate, attempt, ReconnectCause.REFUSED, nowMonoNs);
            return;
        }
        metrics.setConnected(true);
        LOG.info("Connected to Kraken");
    }

    /** Subscribes and pings when due. Returns why the connection has to end, if it has to. */
    private @Nullable ReconnectCause check(KrakenSocket open, FrameReader current, long nowMonoNs) {
        if (!subscribed) {
            // Kraken sends its status first. Without one, a subscription is the second chance.
            if (current.system() != null
                    || nowMonoNs - openedAtMonoNs >= settings.answerTimeout().toNanos()) {
                subscribe(open, current, nowMonoNs);
            }
            return null;
        }
        @Nullable ReconnectCause cause = checkSubscriptions(open, current, nowMonoNs);
        if (cause != null) {
            return cause;
        }
        if (subscriptions.hasAccepted()
                && nowMonoNs - current.lastFrameMonoNs()
                        >= settings.silenceTimeout().toNanos()) {
            return ReconnectCause.SILENT;
        }
        if (!stable && current.isDataSeen() && nowMonoNs - openedAtMonoNs >= STABLE_AFTER_NS) {
            stable = true;
            backoff.reset();
        }
        if (keepAlive.isPongOverdue(nowMonoNs, current.lastPongMonoNs())) {
            return ReconnectCause.NO_PONG;
        }
        if (keepAlive.isPingDue(nowMonoNs)) {
            open.send(requests.ping(keepAlive.onPing(nowMonoNs)));
        }
        return null;
    }

    private @Nullable ReconnectCause checkSubscriptions(KrakenSocket open, FrameReader current, long nowMonoNs) {
        if (current.takeThrottled()) {
            subscriptions.retryUnansweredAt(nowMonoNs + (TICK_NS << Math.min(throttles, 2)));
            throttles++;
        }
        if (!subscriptions.hasAccepted()
                && subscriptions.count(Subscriptions.State.REQUESTED) > 0
                && nowMonoNs - subscribedAtMonoNs
                        >= 2 * settings.answerTimeout().toNanos()) {
            return current.system() == null ? ReconnectCause.NO_STATUS : ReconnectCause.NO_ACK;
        }
        for (Renewal renewal = renewals.poll(); renewal != null; renewal = renewals.poll()) {
            if (subscriptions.renew(renewal.channel, renewal.pair)) {
                // A repeated subscription alone is refused and brings no data.
                open.send(requests.unsubscribe(renewal.channel, List.of(renewal.pair)));
            }
        }
        for (Channel channel : settings.channels()) {
            if (throttles > 0 && !subscriptions.hasAccepted()) {
                requestAllDue(open, channel, nowMonoNs);
            } else {
                requestDue(open, channel, nowMonoNs);
            }
        }
        return null;
    }

    /** Requests each pair on its own, so that one pair cannot spoil the request of another. */
    private void requestDue(KrakenSocket open, Channel channel, long nowMonoNs) {
        for (Pair pair : subscriptions.takeDue(channel, nowMonoNs, MAX_SINGLE_REQUESTS)) {
            open.send(requests.subscribe(channel, List.of(pair)));
            Subscriptions.Retry retry = subscriptions.retry(channel, pair);
            if (retry.requests() > 1 && retry.state() == Subscriptions.State.REQUESTED) {
                throttledLog.warn(
                        "unanswered " + channel + " " + pair,
                        pair + ": Kraken has not acknowledged the subscription to " + channel.text()
                                + "; other pairs continue, will ask again in "
                                + retry.next().toSeconds() + " s");
            }
        }
    }

    /** Requests all pairs at once, on a new connection. */
    private void subscribe(KrakenSocket open, FrameReader current, long nowMonoNs) {
        subscribed = true;
        subscribedAtMonoNs = nowMonoNs;
        if (current.system() == null) {
            // Without a status the system counts as online; otherwise stale subscriptions would not be detected.
            data.onSystemStatus(true);
        }
        for (Channel channel : settings.channels()) {
            requestAllDue(open, channel, nowMonoNs);
        }
    }

    private void requestAllDue(KrakenSocket open, Channel channel, long nowMonoNs) {
        List<Pair> pairs = subscriptions.takeDue(channel, nowMonoNs, Integer.MAX_VALUE);
        if (!pairs.isEmpty()) {
            open.send(requests.subscribe(channel, pairs));
        }
    }

    private void end(KrakenSocket open, FrameReader old, ReconnectCause cause, long nowMonoNs) {
        old.abandon();
        open.abort(cause.text());
        socket = null;
        metrics.setConnected(false);
        metrics.setOnline(false);
        data.onSystemStatus(false);
        if (stopped) {
            return;
        }
        metrics.reconnects(cause).increment();
        overloaded = cause == ReconnectCause.OVERLOAD;
        if (old.isDataSeen()) {
            backoff.onUseful();
        }
        long delayNs = backoff.nextDelayNs();
        boolean maintenance =
                old.closeCode() == CLOSE_SERVICE_RESTART || old.system() != null && !"online".equals(old.system());
        if (maintenance) {
            delayNs = Math.max(delayNs, MAINTENANCE_DELAY_NS);
        }
        if (cause == ReconnectCause.REFUSED && isAddressBlocked(old.causeDetail())) {
            delayNs = Math.max(delayNs, limiter.onBlocked(nowMonoNs));
        }
        nextAttemptMonoNs = nowMonoNs + delayNs;
        log(cause, old.causeDetail(), delayNs);
    }

    private static long seconds(long ns) {
        return TimeUnit.NANOSECONDS.toSeconds(ns);
    }

    private void log(ReconnectCause cause, String detail, long delayNs) {
        String line = "Connection ended: " + cause.description() + (detail.isEmpty() ? "" : " (" + detail + ")")
                + "; next attempt in "
                + (delayNs < REMINDER_NS ? TimeUnit.NANOSECONDS.toMillis(delayNs) + " ms" : seconds(delayNs) + " s");
        if (cause == ReconnectCause.REFUSED) {
            throttledLog.warn(cause.text(), line);
        } else {
            LOG.info(line);
        }
    }

    /** The library reports the HTTP status of a refused handshake only in the text of its close reason. */
    static boolean isAddressBlocked(String reason) {
        return reason.contains("status code received: 429") || reason.contains("status code received: 403");
    }

    @Override
    public boolean isSubscribed(Channel channel, Pair pair) {
        return socket != null && subscriptions.isAccepted(channel, pair);
    }

    @Override
    public void resubscribe(Channel channel, Pair pair) {
        renewals.add(new Renewal(channel, pair));
        metrics.resubscriptions.increment();
        wakeUp.run();
    }

    public void register(TaskMetrics registry) {
        for (Channel channel : settings.channels()) {
            for (Pair pair : settings.pairs()) {
                registry.gauge(
                        "pair-subscribed",
                        "1 while Kraken has acknowledged the subscription of the pair to the channel",
                        Map.of("pair", pair.name(), "channel", channel.text()),
                        () -> isSubscribed(channel, pair) ? 1 : 0);
            }
        }
        registry.gauge(
                "subscriptions-refused",
                "Subscriptions that Kraken refuses now",
                () -> subscriptions.count(Subscriptions.State.REFUSED));
        registry.gauge(
                "subscriptions-unanswered",
                "Subscriptions that Kraken has neither acknowledged nor refused",
                () -> subscriptions.count(Subscriptions.State.REQUESTED));
        registry.gauge(
                "connection-blocked",
                "1 while Kraken blocks the address of this worker",
                () -> limiter.isBlocked(monotonic.nowNs()) ? 1 : 0);
    }

    @Override
    public void reconnect(ReconnectCause cause) {
        FrameReader current = reader;
        if (current != null) {
            current.end(cause, "");
        }
    }

    /** Ends the connection for good, without the closing handshake. Any thread may call it, more than once. */
    public void abort() {
        stopped = true;
        KrakenSocket current = socket;
        FrameReader currentReader = reader;
        if (current != null && currentReader != null) {
            currentReader.abandon();
            current.abort("stopped");
        }
    }
}
