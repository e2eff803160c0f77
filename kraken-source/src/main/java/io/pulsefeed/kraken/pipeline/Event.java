package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.InstrumentUpdate;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.RestTicker;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.TradesPage;
import java.util.List;

/** What other threads report to the task thread. A {@link Handler} has one method per event, so none can be forgotten. */
sealed interface Event {

    void dispatchTo(Handler handler);

    /** The reaction to each event. */
    interface Handler {

        void onTrades(List<Trade> trades);

        void onTicker(Ticker ticker);

        void onSystemStatus(boolean online);

        void onRestTicker(RestTicker ticker);

        void onBook(BookUpdate update, long recvEpochNs);

        void onBookDropped(Pair pair);

        void onInstruments(InstrumentUpdate update, long timeEpochNs);

        void onGapPage(Pair pair, TradesPage page);

        void onGapFailure(Pair pair, long retryAfterNs);

        void onBackfillPage(Pair pair, TradesPage page);

        void onBackfillFailure(Pair pair, long retryAfterNs);
    }

    /** The trades of one WebSocket frame; never empty. */
    record TradesReceived(List<Trade> trades) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onTrades(trades);
        }
    }

    record TickerReceived(Ticker ticker) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onTicker(ticker);
        }
    }

    /** Kraken's trading engine went online or offline, or the connection ended. */
    record SystemStatusChanged(boolean online) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onSystemStatus(online);
        }
    }

    /** @param recvEpochNs receive time, or {@code ReceiveTime.UNKNOWN} */
    record BookReceived(BookUpdate update, long recvEpochNs) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onBook(update, recvEpochNs);
        }
    }

    /** @param timeEpochNs when the message arrived */
    record InstrumentsReceived(InstrumentUpdate update, long timeEpochNs) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onInstruments(update, timeEpochNs);
        }
    }

    /** Messages of a book did not fit into the queue. */
    record BookDropped(Pair pair) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onBookDropped(pair);
        }
    }

    /** REST answered a check of a ticker subscription. */
    record RestTickerReceived(RestTicker ticker) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onRestTicker(ticker);
        }
    }

    /** REST answered a query of the gap recovery. */
    record GapPageReceived(Pair pair, TradesPage page) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onGapPage(pair, page);
        }
    }

    /** A query of the gap recovery failed. */
    record GapQueryFailed(Pair pair, long retryAfterNs) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onGapFailure(pair, retryAfterNs);
        }
    }

    /** REST answered a query of the historical backfill. */
    record BackfillPageReceived(Pair pair, TradesPage page) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onBackfillPage(pair, page);
        }
    }

    /** A query of the historical backfill failed. */
    record BackfillQueryFailed(Pair pair, long retryAfterNs) implements Event {

        @Override
        public void dispatchTo(Handler handler) {
            handler.onBackfillFailure(pair, retryAfterNs);
        }
    }
}
