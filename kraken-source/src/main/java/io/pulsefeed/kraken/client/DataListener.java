package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import java.util.List;

/** Where a connection puts what it reads. Called by the reading thread; nothing may block. */
public interface DataListener {

    /**
     * False when there is no room for the trades of a frame.
     *
     * @param size the frame's length in characters
     */
    boolean trades(List<Trade> trades, int size);

    void tickers(List<Ticker> tickers, int size);

    /** The venue's engine went online or offline, or the connection ended. */
    void engine(boolean online);

    /** Whether there is room again after a refusal. */
    boolean hasRecovered();
}
