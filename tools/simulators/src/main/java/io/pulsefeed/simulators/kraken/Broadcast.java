package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings what the feed has to the sessions that want it, through whatever faults hold. Guarded by the venue's lock. */
final class Broadcast implements Feed.Output {

    /** How long a reordered frame waits for one that overtakes it. */
    static final long HOLD_NS = 100_000_000L;

    private static final int ONE_LOST_IN = 50;
    private static final int ONE_REPEATED_IN = 20;
    private static final int ONE_REORDERED_IN = 10;

    private final Venue venue;
    private final Set<Session> sessions;
    private long tradeFrames;

    /** @param sessions the venue's own, live */
    Broadcast(Venue venue, Set<Session> sessions) {
        this.venue = venue;
        this.sessions = sessions;
    }

    @Override
    public void trades(List<Trade> frame) {
        List<Trade> sent = withoutLost(frame);
        Map<Protocol, List<String>> shared = new HashMap<>();
        for (Session session : sessions) {
            List<Trade> wanted = wanted(session, sent);
            if (!wanted.isEmpty()) {
                Protocol protocol = session.protocol();
                List<String> texts = wanted.size() == sent.size()
                        ? shared.computeIfAbsent(protocol, any -> protocol.trades(sent, false))
                        : protocol.trades(wanted, false);
                texts.forEach(text -> sendTrades(session, text));
            }
        }
        frame.stream().map(Trade::pair).distinct().forEach(symbol -> sendTicker(symbol, false));
    }

    @Override
    public void recorded(Recording.Frame frame) {
        for (Session session : sessions) {
            if (frame.concerns(session)) {
                venue.send(session, frame.text());
            }
        }
    }

    @Override
    public long settledSinceNs() {
        return sessions.stream()
                .filter(session -> session.hasSubscriptions() && !session.ended())
                .mapToLong(Session::lastSubscribedNs)
                .max()
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void quote(String symbol) {
        sendTicker(symbol, true);
    }

    private List<Trade> withoutLost(List<Trade> frame) {
        if (!venue.holds(Fault.LOST_TRADES)) {
            return frame;
        }
        return frame.stream()
                .filter(trade -> !venue.faults().strikes(Fault.LOST_TRADES, trade.id(), ONE_LOST_IN))
                .toList();
    }

    private void sendTrades(Session session, String text) {
        long now = venue.nowNs();
        tradeFrames++;
        if (venue.faults().strikes(Fault.REORDERED_TRADES, tradeFrames, ONE_REORDERED_IN) && !session.isHolding()) {
            session.hold(text, now);
            return;
        }
        venue.send(session, text);
        session.release(now, now);
        if (venue.faults().strikes(Fault.REPEATED_TRADES, tradeFrames, ONE_REPEATED_IN)) {
            venue.send(session, text);
        }
    }

    /** @param bboOnly true for clients alone that asked for every move of the best bid and offer */
    private void sendTicker(String symbol, boolean bboOnly) {
        Map<Protocol, String> shared = new HashMap<>();
        Ticker ticker = null;
        for (Session session : sessions) {
            if (session.wants(Channel.TICKER, symbol) && (!bboOnly || session.wantsQuotes(symbol))) {
                ticker = ticker == null ? venue.feed().ticker(symbol) : ticker;
                Ticker now = ticker;
                venue.send(
                        session, shared.computeIfAbsent(session.protocol(), protocol -> protocol.ticker(now, false)));
            }
        }
    }

    private static List<Trade> wanted(Session session, List<Trade> frame) {
        List<Trade> wanted = new ArrayList<>(frame.size());
        for (Trade trade : frame) {
            if (session.wants(Channel.TRADE, trade.pair())) {
                wanted.add(trade);
            }
        }
        return wanted;
    }
}
