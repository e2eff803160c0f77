package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import java.util.List;
import java.util.Set;

/** Where the data come from: generated trading, or a recording. */
interface Feed {

    /** Symbols in their v2 spelling. */
    Set<String> symbols();

    Set<Channel> channels();

    boolean offers(String symbol);

    Market market(String symbol);

    TradeHistory history(String symbol);

    /** The pair's figures now; null when the feed has none. */
    Ticker ticker(String symbol);

    /** True when a subscription brings a snapshot made here; a recording holds its own. */
    boolean hasSnapshots();

    /** Brings everything that happens up to {@code nowNs}. */
    void tick(long nowNs, Output output);

    /** Who wants to know. */
    interface Output {

        /** Trades that go out in one frame. */
        void trades(List<Trade> frame);

        /** The best bid or offer of a pair has moved without a trade. */
        void quote(String symbol);

        /** A frame as it was recorded. */
        void recorded(Recording.Frame frame);

        /** The latest moment at which a client subscribed to something; {@link Long#MAX_VALUE} while none is subscribed. */
        long settledSinceNs();
    }
}
