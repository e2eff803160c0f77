package io.pulsefeed.kraken.client;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.FrameHandler;
import io.pulsefeed.kraken.wire.FrameParser;
import io.pulsefeed.kraken.wire.Origin;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RejectReason;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving side of one connection: parses frames on the socket's thread, passes data to the {@link DataListener}, and records
 * what the connection thread has to act on. Each attempt has its own reader, so late callbacks of an old socket have no effect.
 */
final class FrameReader implements KrakenSocket.Listener, FrameHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);
    private static final int MAX_MALFORMED_FRAMES = 3;
    private static final List<String> OPTIONS =
            List.of("depth", "interval", "trigger", "snapshot", "channel", "method", "subscription not found");

    private final FrameParser parser;
    private final Subscriptions subscriptions;
    private final DataListener data;
    private final SourceMetrics metrics;
    private final MonotonicClock monotonic;
    private final LogThrottle throttledLog;
    private final Set<String> loggedRefusals;
    private final Runnable wakeUp;

    private int frameSize;
    private int malformedInARow;
    private boolean malformed;

    private volatile boolean abandoned;
    private volatile @Nullable ReconnectCause cause;
    private volatile String causeDetail = "";
    private volatile int closeCode;
    private volatile @Nullable String system;
    private volatile boolean throttled;
    private volatile boolean dataSeen;
    private volatile long lastFrameMonoNs;
    private volatile long lastPongMonoNs = Long.MIN_VALUE;

    /**
     * @param loggedRefusals the refusals that earlier attempts have logged, extended by this one
     * @param wakeUp wakes the connection thread
     */
    FrameReader(
            FrameParser parser,
            Subscriptions subscriptions,
            DataListener data,
            SourceMetrics metrics,
            MonotonicClock monotonic,
            LogThrottle throttledLog,
            Set<String> loggedRefusals,
            Runnable wakeUp) {
        this.parser = parser;
        this.subscriptions = subscriptions;
        this.data = data;
        this.metrics = metrics;
        this.monotonic = monotonic;
        this.throttledLog = throttledLog;
        this.loggedRefusals = loggedRefusals;
        this.wakeUp = wakeUp;
        this.lastFrameMonoNs = monotonic.nowNs();
    }

    @Override
    public void onText(String frame) {
        if (abandoned || cause != null) {
            return;
        }
        // The WebSocket library swallows exceptions together with the frame, so none may leave this method.
        try {
            long nowMonoNs = monotonic.nowNs();
            lastFrameMonoNs = nowMonoNs;
            metrics.onFrame(frame.length(), nowMonoNs);
            frameSize = frame.length();
            malformed = false;
            data.onFrame();
            parser.parse(frame, this);
            malformedInARow = malformed ? malformedInARow + 1 : 0;
            if (malformedInARow >= MAX_MALFORMED_FRAMES) {
                end(ReconnectCause.DAMAGED, "");
            }
        } catch (RuntimeException e) {
            LOG.error("Failed to handle a frame of {} characters; reconnecting", frame.length(), e);
            end(ReconnectCause.ERROR, e.toString());
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        if (!abandoned) {
            closeCode = code;
            end(ReconnectCause.CLOSED, "code " + code + ", " + reason);
        }
    }

    /** Records why the connection has to end. The first cause wins. */
    void end(ReconnectCause reason, String detail) {
        if (cause == null) {
            causeDetail = detail;
            cause = reason;
            wakeUp.run();
        }
    }

    /** Makes the reader ignore all later callbacks. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void onTrades(List<Trade> trades) {
        dataSeen = true;
        if (!data.onTrades(trades, frameSize)) {
            metrics.overloads.increment();
            end(ReconnectCause.OVERLOAD, "");
            return;
        }
        Pair known = null;
        for (Trade trade : trades) {
            if (trade.pair() != known) {
                known = trade.pair();
                if (!subscriptions.isAccepted(Channel.TRADE, known)) {
                    subscriptions.onData(Channel.TRADE, known, trade.origin() == Origin.SNAPSHOT);
                }
            }
        }
    }

    @Override
    public void onTickers(List<Ticker> tickers) {
        dataSeen = true;
        data.onTickers(tickers, frameSize);
        for (Ticker ticker : tickers) {
            subscriptions.onData(Channel.TICKER, ticker.pair(), ticker.origin() == Origin.SNAPSHOT);
        }
    }

    @Override
    public void onBooks(List<BookUpdate> updates) {
        dataSeen = true;
        data.onBooks(updates, frameSize);
        for (BookUpdate update : updates) {
            subscriptions.onData(Channel.BOOK, update.pair(), update.isSnapshot());
        }
    }

    @Override
    public void onBookIncomplete(Pair pair) {
        data.onBookIncomplete(pair);
    }

    @Override
    public void onSystemStatus(String newSystem) {
        boolean online = "online".equals(newSystem);
        if (!newSystem.equals(system)) {
            LOG.info("Kraken system status: {}", newSystem);
        }
        system = newSystem;
        metrics.setOnline(online);
        data.onSystemStatus(online);
        wakeUp.run();
    }

    @Override
    public void onHeartbeat() {
        // Every frame resets the silence timer; a heartbeat has no other content.
    }

    @Override
    public void onPong() {
        lastPongMonoNs = lastFrameMonoNs;
    }

    @Override
    public void onSubscribed(@Nullable Channel channel, @Nullable String symbol, @Nullable String warnings) {
        boolean changed = subscriptions.onAccepted(channel, symbol);
        if (changed && channel != null && loggedRefusals.remove(channel + " " + symbol)) {
            LOG.info("{}: Kraken accepts the subscription to {} now", symbol, channel.text());
        }
        if (changed && channel != null && warnings != null) {
            LOG.warn("{}: Kraken accepted the subscription to {} with a warning: {}", symbol, channel.text(), warnings);
        }
    }

    @Override
    public void onRefused(@Nullable Channel channel, @Nullable String symbol, String error) {
        String text = error.toLowerCase(Locale.ROOT);
        if (text.contains("exceeded msg rate")) {
            throttled = true;
            wakeUp.run();
        } else if (isAboutThePair(text) && subscriptions.isKnown(symbol)) {
            if (subscriptions.onRefused(channel, symbol)) {
                metrics.refusedPairs.increment();
            }
            // The pair is requested again, because pairs can return. One log line is enough.
            if (loggedRefusals.add(channel + " " + symbol)) {
                LOG.error(
                        "{}: Kraken refused the subscription to {} ({}); other pairs continue. Will ask again in case"
                                + " Kraken lists it later. Fix or remove the pair in 'pairs'",
                        symbol,
                        channel == null ? "all channels" : channel.text(),
                        error);
            }
        } else {
            throttledLog.warn(
                    "refused request " + channel + " " + error,
                    "Kraken refused a request (channel " + channel + ", symbol " + symbol + "): " + error);
        }
    }

    /** Kraken sends texts without codes. Errors about an option, such as a depth, are not about the pair. */
    private static boolean isAboutThePair(String text) {
        boolean unknown =
                text.contains("not supported") || text.contains("not found") || text.contains("not in iso 4217");
        return unknown && OPTIONS.stream().noneMatch(text::contains);
    }

    @Override
    public void onRejected(RejectReason reason, @Nullable String symbol, @Nullable String detail) {
        metrics.rejected(reason).increment();
        malformed |= reason == RejectReason.NOT_JSON;
        if (detail != null) {
            throttledLog.warn(
                    "rejected " + reason.text() + " " + symbol,
                    "Dropped an invalid frame or element from Kraken (" + reason.text() + "): " + detail);
        }
    }

    /** Why the connection has to end, if it has to. */
    @Nullable
    ReconnectCause cause() {
        return cause;
    }

    String causeDetail() {
        return causeDetail;
    }

    int closeCode() {
        return closeCode;
    }

    /** The last system status, if Kraken has sent one. */
    @Nullable
    String system() {
        return system;
    }

    boolean isDataSeen() {
        return dataSeen;
    }

    long lastFrameMonoNs() {
        return lastFrameMonoNs;
    }

    long lastPongMonoNs() {
        return lastPongMonoNs;
    }

    /** Whether Kraken refused a request for its rate since the last call. */
    boolean takeThrottled() {
        boolean wasThrottled = throttled;
        throttled = false;
        return wasThrottled;
    }
}
