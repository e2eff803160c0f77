package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.FrameHandler;
import io.pulsefeed.kraken.wire.FrameParser;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RejectReason;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving half of one connection: parses frames on the socket's thread, passes data on, and notes what the connection's own
 * thread has to act on. One object per attempt, so that late callbacks of an older socket change nothing.
 */
final class FrameReader implements KrakenSocket.Listener, FrameHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);
    private static final int DAMAGED_FRAMES = 3;

    private final FrameParser parser;
    private final Subscriptions subscriptions;
    private final DataListener data;
    private final SourceMetrics stats;
    private final LongSupplier nanoTime;
    private final LogLimit rejectLog;
    private final Set<String> refusalsTold;
    private final Runnable wakeUp;

    private int frameSize;
    private int damagedInARow;
    private boolean damaged;

    private volatile boolean abandoned;
    private volatile ReconnectCause cause;
    private volatile String causeDetail = "";
    private volatile int closeCode;
    private volatile String system;
    private volatile boolean throttled;
    private volatile boolean dataSeen;
    private volatile long lastFrameAt;
    private volatile long lastPongAt = Long.MIN_VALUE;

    FrameReader(
            FrameParser parser,
            Subscriptions subscriptions,
            DataListener data,
            SourceMetrics stats,
            LongSupplier nanoTime,
            LogLimit rejectLog,
            Set<String> refusalsTold,
            Runnable wakeUp) {
        this.parser = parser;
        this.subscriptions = subscriptions;
        this.data = data;
        this.stats = stats;
        this.nanoTime = nanoTime;
        this.rejectLog = rejectLog;
        this.refusalsTold = refusalsTold;
        this.wakeUp = wakeUp;
        this.lastFrameAt = nanoTime.getAsLong();
    }

    @Override
    public void text(String frame) {
        if (abandoned || cause != null) {
            return;
        }
        // An exception that left this method would be swallowed by the socket's library together with the frame.
        try {
            long now = nanoTime.getAsLong();
            lastFrameAt = now;
            stats.frame(frame.length(), now);
            frameSize = frame.length();
            damaged = false;
            parser.parse(frame, this);
            damagedInARow = damaged ? damagedInARow + 1 : 0;
            if (damagedInARow >= DAMAGED_FRAMES) {
                end(ReconnectCause.DAMAGED, "");
            }
        } catch (RuntimeException e) {
            LOG.error("A frame of {} characters could not be handled; reconnecting.", frame.length(), e);
            end(ReconnectCause.ERROR, e.toString());
        }
    }

    @Override
    public void closed(int code, String reason) {
        if (!abandoned) {
            closeCode = code;
            end(ReconnectCause.CLOSED, "code " + code + ", " + reason);
        }
    }

    /** Notes why the connection has to end; the first reason counts. */
    void end(ReconnectCause reason, String detail) {
        if (cause == null) {
            causeDetail = detail;
            cause = reason;
            wakeUp.run();
        }
    }

    /** From here on the socket may say what it likes. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void trades(List<Trade> trades) {
        dataSeen = true;
        if (!data.trades(trades, frameSize)) {
            stats.overloads.increment();
            end(ReconnectCause.OVERLOAD, "");
            return;
        }
        Pair known = null;
        for (Trade trade : trades) {
            if (trade.pair() != known) {
                known = trade.pair();
                if (!subscriptions.isAccepted(Channel.TRADE, known)) {
                    subscriptions.delivers(Channel.TRADE, known);
                }
            }
        }
    }

    @Override
    public void tickers(List<Ticker> tickers) {
        dataSeen = true;
        data.tickers(tickers, frameSize);
        for (Ticker ticker : tickers) {
            subscriptions.delivers(Channel.TICKER, ticker.pair());
        }
    }

    @Override
    public void status(String engine) {
        boolean online = "online".equals(engine);
        if (!engine.equals(system)) {
            LOG.info("The venue's engine is {}.", engine);
        }
        system = engine;
        stats.online(online);
        data.engine(online);
        wakeUp.run();
    }

    @Override
    public void heartbeat() {
        // Its arrival has already reset the timer of the connection.
    }

    @Override
    public void pong() {
        lastPongAt = lastFrameAt;
    }

    @Override
    public void subscribed(Channel channel, String symbol, String warnings) {
        if (subscriptions.accepted(channel, symbol) && warnings != null) {
            LOG.warn("Subscribed to {} of {} with a warning of the venue: {}", channel.text(), symbol, warnings);
        }
    }

    @Override
    public void refused(Channel channel, String symbol, String error) {
        String text = error.toLowerCase(Locale.ROOT);
        if (text.contains("exceeded msg rate")) {
            throttled = true;
            wakeUp.run();
        } else if (text.contains("not supported") || text.contains("not found") || text.contains("not in iso 4217")) {
            if (subscriptions.refused(channel, symbol)) {
                stats.refusedPairs.increment();
            }
            // Every new connection asks again, since pairs come back; once in the log is enough.
            if (refusalsTold.add(channel + " " + symbol)) {
                LOG.error(
                        "The venue refused pair {} of channel {}: {}. The other pairs go on. Correct or remove it in 'pairs'.",
                        symbol,
                        channel == null ? "(all)" : channel.text(),
                        error);
            }
        } else if (rejectLog.permits(lastFrameAt)) {
            LOG.warn("The venue refused a request (channel {}, symbol {}): {}", channel, symbol, error);
        }
    }

    @Override
    public void rejected(RejectReason reason, String detail) {
        stats.rejected(reason).increment();
        damaged |= reason == RejectReason.NOT_JSON;
        if (detail != null && rejectLog.permits(lastFrameAt)) {
            LOG.warn(
                    "Dropped what the venue sent ({}): {}. Counted as 'rejected'; logged once a minute.",
                    reason.text(),
                    detail);
        }
    }

    /** Null while nothing speaks against the connection. */
    ReconnectCause cause() {
        return cause;
    }

    String causeDetail() {
        return causeDetail;
    }

    int closeCode() {
        return closeCode;
    }

    /** Null until the venue has said it. */
    String system() {
        return system;
    }

    boolean dataSeen() {
        return dataSeen;
    }

    long lastFrameAt() {
        return lastFrameAt;
    }

    long lastPongAt() {
        return lastPongAt;
    }

    /** Whether the venue asked us to be slower since the last call. */
    boolean takeThrottled() {
        boolean was = throttled;
        throttled = false;
        return was;
    }
}
