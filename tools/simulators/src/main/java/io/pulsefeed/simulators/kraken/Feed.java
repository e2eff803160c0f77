package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The source of market data: generated trading or a recording. */
interface Feed {

    /** Symbols in WebSocket v2 spelling. */
    Set<String> symbols();

    Set<Channel> channels();

    boolean offers(String symbol);

    Market market(String symbol);

    TradeHistory history(String symbol);

    /** The pair's current ticker; null when the feed has none. */
    @Nullable
    Ticker ticker(String symbol);

    /** The pair's order book; null when the feed has none. */
    @Nullable
    Book book(String symbol);

    /** True when the simulator generates snapshots; a recording contains its own. */
    boolean hasSnapshots();

    /** Emits everything that happens up to {@code nowNs}. */
    void tick(long nowNs, Output output);

    /** Receives the data. */
    interface Output {

        /** Trades of one frame. */
        void trades(List<Trade> frame);

        /** The best bid or offer of a pair has moved without a trade. */
        void quote(String symbol);

        /** A recorded frame. */
        void recorded(Recording.Frame frame);

        /** Time of the latest subscription; {@link Long#MAX_VALUE} while no client is subscribed. */
        long settledSinceNs();
    }
}
