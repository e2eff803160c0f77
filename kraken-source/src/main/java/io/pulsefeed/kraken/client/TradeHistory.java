package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;

/** Asynchronous access to past trades. */
public interface TradeHistory {

    /** Enqueues a query without blocking. Exactly one method of {@code callback} is called later, by any thread. */
    void request(TradesQuery query, Callback callback);

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
