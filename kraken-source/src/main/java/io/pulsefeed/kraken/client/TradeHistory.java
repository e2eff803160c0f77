package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;
import java.util.function.Consumer;

/** Asynchronous access to past trades and to the last one. */
public interface TradeHistory {

    /** Enqueues a query without blocking. Exactly one method of {@code callback} is called later, by any thread. */
    void request(TradesQuery query, Callback callback);

    /** Enqueues a request for the ticker of a pair without blocking. A failure is not reported: a later request follows. */
    void requestTicker(Pair pair, Consumer<RestTicker> callback);

    /** Receives the result of a query. */
    interface Callback {

        void onPage(TradesPage page);

        /**
         * @param unknownPair whether Kraken does not list the pair, so that an early retry is useless
         * @param retryAfterNs minimum time until the next query, 0 if Kraken did not name one
         */
        void onFailure(boolean unknownPair, long retryAfterNs);
    }
}
