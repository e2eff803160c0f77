package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends the feed's data to the subscribed sessions and applies the active faults. Guarded by the exchange's lock. */
final class Broadcast implements Feed.Output {

    /** How long a reordered frame is held for a later one to overtake it. */
    static final long HOLD_NS = 100_000_000L;

    private static final int ONE_LOST_IN = 50;
    private static final int ONE_REPEATED_IN = 20;
    private static final int ONE_REORDERED_IN = 10;

    private final Exchange exchange;
    private final Set<Session> sessions;
    private long tradeFrames;

    /** @param sessions live view of the exchange's sessions */
    Broadcast(Exchange exchange, Set<Session> sessions) {
        this.exchange = exchange;
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
        frame.stream().map(Trade::pair).distinct().forEach(symbol -> {
            sendTicker(symbol, false);
            sendBook(symbol);
        });
    }

    @Override
    public void recorded(Recording.Frame frame) {
        for (Session session : sessions) {
            if (frame.concerns(session)) {
                exchange.send(session, frame.text());
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
        sendBook(symbol);
    }

    private void sendBook(String symbol) {
        for (Session session : sessions) {
            Book.View before = session.bookView(symbol);
            if (before == null || !session.wants(Channel.BOOK, symbol)) {
                continue;
            }
            Book book = exchange.feed().book(symbol);
            Book.View after = book.view(session.bookDepth(symbol));
            Book.Changes changes = book.changes(before, after);
            if (changes.isEmpty()) {
                continue;
            }
            session.bookView(symbol, after);
            boolean first = symbol.equals(exchange.feed().symbols().iterator().next());
            Fault fault = first ? session.takeBookFault() : null;
            if (fault == Fault.BOOK_BAD_CHECKSUM) {
                changes = new Book.Changes(changes.bids(), changes.asks(), changes.checksum() ^ 1);
            }
            if (fault != Fault.BOOK_MISSED_UPDATE) {
                session.protocol()
                        .book(symbol, changes, false, exchange.wallNs())
                        .ifPresent(text -> exchange.send(session, text));
            }
        }
    }

    private List<Trade> withoutLost(List<Trade> frame) {
        if (!exchange.isActive(Fault.LOST_TRADES)) {
            return frame;
        }
        return frame.stream()
                .filter(trade -> !exchange.faults().affects(Fault.LOST_TRADES, trade.id(), ONE_LOST_IN))
                .toList();
    }

    private void sendTrades(Session session, String text) {
        long now = exchange.nowNs();
        tradeFrames++;
        if (exchange.faults().affects(Fault.REORDERED_TRADES, tradeFrames, ONE_REORDERED_IN) && !session.isHolding()) {
            session.hold(text, now);
            return;
        }
        exchange.send(session, text);
        session.release(now, now);
        if (exchange.faults().affects(Fault.REPEATED_TRADES, tradeFrames, ONE_REPEATED_IN)) {
            exchange.send(session, text);
        }
    }

    /** @param bboOnly true to send only to clients that subscribed with {@code event_trigger} {@code bbo} */
    private void sendTicker(String symbol, boolean bboOnly) {
        Map<Protocol, String> shared = new HashMap<>();
        Ticker ticker = null;
        for (Session session : sessions) {
            if (session.wants(Channel.TICKER, symbol) && (!bboOnly || session.wantsQuotes(symbol))) {
                ticker = ticker == null ? exchange.feed().ticker(symbol) : ticker;
                Ticker now = ticker;
                exchange.send(
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
