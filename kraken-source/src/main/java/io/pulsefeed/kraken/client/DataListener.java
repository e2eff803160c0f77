package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import java.util.List;

/** Receives the data of a connection on the reader thread. Implementations must not block. */
public interface DataListener {

    /** A frame has arrived and is about to be parsed. */
    default void onFrame() {}

    /**
     * Accepts the trades of one frame, or refuses them all if the queue is full.
     *
     * @param size the length of the frame in characters
     * @return whether the trades were accepted
     */
    boolean onTrades(List<Trade> trades, int size);

    /** @param size the length of the frame in characters */
    void onTickers(List<Ticker> tickers, int size);

    /**
     * Accepts the book messages of one frame. Without capacity a message is dropped, and the book of its pair is requested again.
     *
     * @param size the length of the frame in characters
     */
    void onBooks(List<BookUpdate> updates, int size);

    /** A book message of the pair was lost: the messages after it are useless until the next snapshot. */
    default void onBookIncomplete(Pair pair) {}

    /** Kraken's trading engine went online or offline, or the connection ended. */
    void onSystemStatus(boolean online);

    /** Whether there is capacity again after trades were refused. */
    boolean hasRecovered();
}
