package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Hash;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The exchange without its sockets: sessions, subscriptions, data going out, heartbeats and the idle limit. All of it happens in
 * calls from outside, at the time that the clock shows, so a test drives hours of it in one thread.
 */
final class Venue implements Feed.Output {

    static final int SNAPSHOT_TRADES = 50;

    private static final long SECOND = 1_000_000_000L;
    private static final long HEARTBEAT_NS = SECOND;
    private static final long IDLE_NS = 60 * SECOND;

    private final Feed feed;
    private final LongSupplier clock;
    private final long seed;
    private final Random order;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Protocol v2 = new V2Protocol(this);
    private long connections;
    private long framesSent;

    /** @param clock nanoseconds since the epoch */
    Venue(Feed feed, LongSupplier clock, long seed) {
        this.feed = feed;
        this.clock = clock;
        this.seed = seed;
        this.order = new Random(seed);
    }

    Feed feed() {
        return feed;
    }

    long nowNs() {
        return clock.getAsLong();
    }

    synchronized long framesSent() {
        return framesSent;
    }

    synchronized long connections() {
        return connections;
    }

    synchronized int sessions() {
        return sessions.size();
    }

    synchronized Session open(Peer peer) {
        connections++;
        Session session = new Session(peer, v2, connections, nowNs());
        sessions.add(session);
        send(session, session.protocol().status(status(session)));
        return session;
    }

    synchronized void receive(Session session, String text) {
        if (!session.ended()) {
            session.heard(nowNs());
            session.protocol().request(session, text);
        }
    }

    synchronized void closed(Session session) {
        session.gone();
        sessions.remove(session);
    }

    /** Brings the venue up to now. */
    synchronized void tick() {
        long now = nowNs();
        feed.tick(now, this);
        for (Session session : List.copyOf(sessions)) {
            if (session.ended()) {
                sessions.remove(session);
            } else if (now - session.lastTrafficNs() >= IDLE_NS) {
                session.close(1000, "Idle for 60 seconds");
            } else if (session.hasSubscriptions() && now - session.lastTrafficNs() >= HEARTBEAT_NS) {
                send(session, session.protocol().heartbeat());
            }
        }
    }

    @Override
    public synchronized void trades(List<Trade> frame) {
        Map<Protocol, List<String>> shared = new HashMap<>();
        for (Session session : sessions) {
            List<Trade> wanted = wanted(session, frame);
            if (!wanted.isEmpty()) {
                Protocol protocol = session.protocol();
                List<String> texts = wanted.size() == frame.size()
                        ? shared.computeIfAbsent(protocol, any -> protocol.trades(frame, false))
                        : protocol.trades(wanted, false);
                texts.forEach(text -> send(session, text));
            }
        }
        frame.stream().map(Trade::pair).distinct().forEach(this::sendTicker);
    }

    @Override
    public synchronized void recorded(Recording.Frame frame) {
        for (Session session : sessions) {
            if (frame.concerns(session)) {
                send(session, frame.text());
            }
        }
    }

    @Override
    public synchronized long settledSinceNs() {
        return sessions.stream()
                .filter(session -> session.hasSubscriptions() && !session.ended())
                .mapToLong(Session::lastSubscribedNs)
                .max()
                .orElse(Long.MAX_VALUE);
    }

    /** What became of a wish to subscribe to one symbol. */
    enum Outcome {
        ACCEPTED,
        UNSUPPORTED,
        REPEATED,
        REFUSED,
        SILENT
    }

    Outcome subscribe(Session session, Channel channel, String symbol) {
        if (!feed.offers(channel, symbol)) {
            return Outcome.UNSUPPORTED;
        }
        return session.subscribe(channel, symbol, nowNs()) ? Outcome.ACCEPTED : Outcome.REPEATED;
    }

    void sendSnapshot(Session session, Channel channel, String symbol) {
        if (!feed.hasSnapshots()) {
            return;
        }
        if (channel == Channel.TRADE) {
            TradeHistory history = feed.history(symbol);
            int size = history.size();
            List<Trade> latest = history.range(Math.max(0, size - SNAPSHOT_TRADES), size);
            session.protocol().trades(latest, true).forEach(text -> send(session, text));
        } else if (channel == Channel.TICKER) {
            send(session, session.protocol().ticker(feed.ticker(symbol), true));
        }
    }

    void send(Session session, String frame) {
        framesSent++;
        session.send(frame, nowNs());
    }

    /** Acknowledgements come in no particular order. */
    void shuffle(List<String> symbols) {
        Collections.shuffle(symbols, order);
    }

    /** State of the trading engine, as the status channel and REST name it. */
    String system() {
        return "online";
    }

    boolean isDelisted(String symbol) {
        return false;
    }

    String pairStatus(String symbol) {
        return system();
    }

    private void sendTicker(String symbol) {
        Map<Protocol, String> shared = new HashMap<>();
        Ticker ticker = null;
        for (Session session : sessions) {
            if (session.isSubscribed(Channel.TICKER, symbol)) {
                ticker = ticker == null ? feed.ticker(symbol) : ticker;
                Ticker now = ticker;
                send(session, shared.computeIfAbsent(session.protocol(), protocol -> protocol.ticker(now, false)));
            }
        }
    }

    private static List<Trade> wanted(Session session, List<Trade> frame) {
        List<Trade> wanted = new ArrayList<>(frame.size());
        for (Trade trade : frame) {
            if (session.isSubscribed(Channel.TRADE, trade.pair())) {
                wanted.add(trade);
            }
        }
        return wanted;
    }

    /** Connection ids of the venue do not fit a signed 64-bit integer; about half of ours do not either. */
    private SystemStatus status(Session session) {
        return new SystemStatus("online", Long.toUnsignedString(Hash.of(seed, session.number())), "[]");
    }
}
