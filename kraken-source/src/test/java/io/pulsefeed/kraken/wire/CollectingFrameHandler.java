package io.pulsefeed.kraken.wire;

import java.util.ArrayList;
import java.util.List;

/** What a parser said, in order. */
public final class CollectingFrameHandler implements FrameHandler {

    public final List<Trade> trades = new ArrayList<>();
    public final List<Ticker> tickers = new ArrayList<>();
    public final List<RejectReason> rejects = new ArrayList<>();
    public final List<String> said = new ArrayList<>();

    @Override
    public void trades(List<Trade> frame) {
        trades.addAll(frame);
    }

    @Override
    public void tickers(List<Ticker> frame) {
        tickers.addAll(frame);
    }

    @Override
    public void status(String system) {
        said.add("status " + system);
    }

    @Override
    public void heartbeat() {
        said.add("heartbeat");
    }

    @Override
    public void pong() {
        said.add("pong");
    }

    @Override
    public void subscribed(Channel channel, String symbol, String warnings) {
        said.add("subscribed " + channel + " " + symbol + (warnings == null ? "" : " " + warnings));
    }

    @Override
    public void refused(Channel channel, String symbol, String error) {
        said.add("refused " + channel + " " + symbol + " " + error);
    }

    @Override
    public void rejected(RejectReason reason, String detail) {
        rejects.add(reason);
    }
}
