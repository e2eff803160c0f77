package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.util.List;

/** One version of the WebSocket protocol: what requests mean and how data look. Stateless towards the session. */
interface Protocol {

    /** 1 or 2. */
    int version();

    /** Pushed at connect and on each change of the engine's state. */
    String status(SystemStatus status);

    String heartbeat();

    /** Handles one request of the client. */
    void request(Session session, String text);

    /** The frames for trades that happened together. */
    List<String> trades(List<Trade> trades, boolean snapshot);

    String ticker(Ticker ticker, boolean snapshot);
}
