package io.pulsefeed.kraken;

import io.pulsefeed.kraken.client.TradeHistory;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.util.function.Consumer;

/** A REST interface of which no trades are requested, and that never answers with a ticker. */
public final class NoRest implements TradeHistory {

    @Override
    public void request(TradesQuery query, Callback callback) {
        throw new IllegalStateException("no trade is missing");
    }

    @Override
    public void requestTicker(Pair pair, Consumer<RestTicker> callback) {}
}
