package io.pulsefeed.kraken.wire;

import java.util.ArrayList;
import java.util.List;

/** Collects the calls of a parser. */
public final class CollectingFrameHandler implements FrameHandler {

    public final List<Trade> trades = new ArrayList<>();
    public final List<BookUpdate> books = new ArrayList<>();
    public final List<Pair> incompleteBooks = new ArrayList<>();
    public final List<Ticker> tickers = new ArrayList<>();
    public final List<RejectReason> rejects = new ArrayList<>();
    public final List<String> details = new ArrayList<>();
    public final List<String> calls = new ArrayList<>();

    @Override
    public void onTrades(List<Trade> frame) {
        trades.addAll(frame);
    }

    @Override
    public void onTickers(List<Ticker> frame) {
        tickers.addAll(frame);
    }

    @Override
    public void onBooks(List<BookUpdate> updates) {
        books.addAll(updates);
    }

    @Override
    public void onBookIncomplete(Pair pair) {
        incompleteBooks.add(pair);
    }

    @Override
    public void onSystemStatus(String system) {
        calls.add("status " + system);
    }

    @Override
    public void onHeartbeat() {
        calls.add("heartbeat");
    }

    @Override
    public void onPong() {
        calls.add("pong");
    }

    @Override
    public void onSubscribed(Channel channel, String symbol, String warnings) {
        calls.add("subscribed " + channel + " " + symbol + (warnings == null ? "" : " " + warnings));
    }

    @Override
    public void onRefused(Channel channel, String symbol, String error) {
        calls.add("refused " + channel + " " + symbol + " " + error);
    }

    @Override
    public void onRejected(RejectReason reason, String symbol, String detail) {
        rejects.add(reason);
        details.add(detail);
    }
}
