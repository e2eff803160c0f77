package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One version of the WebSocket protocol: request handling and frame formats. Holds no session state. */
interface Protocol {

    /** 1 or 2. */
    int version();

    /** Sent at connect and on each change of the system status. */
    String status(SystemStatus status);

    String heartbeat();

    /** Handles one request of the client. */
    void request(Session session, String text);

    /** The frames for trades that are sent together. */
    List<String> trades(List<Trade> trades, boolean snapshot);

    String ticker(Ticker ticker, boolean snapshot);

    /** The status of these pairs; empty in a version without that channel. */
    Optional<String> instruments(Collection<String> symbols, boolean snapshot);

    /**
     * An order book or its changes; empty in a version whose book is not simulated.
     *
     * @param timestampNs nanoseconds since the epoch
     */
    Optional<String> book(String symbol, Book.Changes changes, boolean snapshot, long timestampNs);
}
