package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.TradesPage;
import io.pulsefeed.kraken.wire.TradesQuery;

/** Somebody who can be asked for past trades and answers later. */
public interface TradeHistory {

    /** Takes a question without blocking; exactly one of the methods of {@code answer} is called later, by any thread. */
    void ask(TradesQuery query, Answer answer);

    /** What came of a question. */
    interface Answer {

        void page(TradesPage page);

        /**
         * @param unknownPair whether the venue does not know the pair, so that asking again is of little use
         * @param retryAfterNanos how long to leave the venue alone, 0 when it did not say
         */
        void failed(String reason, boolean unknownPair, long retryAfterNanos);
    }
}
