package io.pulsefeed.kraken.wire;

import java.util.List;

/** What one WebSocket frame says, whichever version of the protocol it was written in. */
public interface FrameHandler {

    /** Trades of one frame in the order of the wire; one frame can mix pairs. Never empty. */
    void trades(List<Trade> trades);

    /** Tickers of one frame. Never empty. */
    void tickers(List<Ticker> tickers);

    /** The engine's state: {@code online}, {@code maintenance}, {@code cancel_only}, {@code post_only}, {@code limit_only}. */
    void status(String system);

    void heartbeat();

    void pong();

    /** The venue accepted one subscription; {@code warnings} is null when it has nothing to add. */
    void subscribed(Channel channel, String symbol, String warnings);

    /** The venue refused; {@code channel} and {@code symbol} are null when it did not say which. */
    void refused(Channel channel, String symbol, String error);

    /** An element or a whole frame was dropped; {@code detail} is a short excerpt for the log. */
    void rejected(RejectReason reason, String detail);
}
