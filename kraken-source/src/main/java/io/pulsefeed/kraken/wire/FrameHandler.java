package io.pulsefeed.kraken.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives the content of WebSocket frames, independent of the protocol version. */
public interface FrameHandler {

    /** @param trades the trades of one frame in wire order, possibly of several pairs; never empty */
    void onTrades(List<Trade> trades);

    /** @param tickers the tickers of one frame; never empty */
    void onTickers(List<Ticker> tickers);

    /** @param updates the book messages of one frame; never empty */
    void onBooks(List<BookUpdate> updates);

    /** A book message of the pair was dropped, because it is unusable. Called before the other messages of its frame. */
    default void onBookIncomplete(Pair pair) {}

    /** @param system {@code online}, {@code maintenance}, {@code cancel_only}, {@code post_only} or {@code limit_only} */
    void onSystemStatus(String system);

    void onHeartbeat();

    void onPong();

    /** Kraken acknowledged a subscription. */
    void onSubscribed(@Nullable Channel channel, @Nullable String symbol, @Nullable String warnings);

    /** Kraken refused a request; channel and symbol are set if the answer identifies them. */
    void onRefused(@Nullable Channel channel, @Nullable String symbol, String error);

    /**
     * An element or a whole frame was dropped.
     *
     * @param symbol the pair as the element spells it, if it does
     * @param detail an excerpt for the log; absent if the frame has already reported many
     */
    void onRejected(RejectReason reason, @Nullable String symbol, @Nullable String detail);
}
