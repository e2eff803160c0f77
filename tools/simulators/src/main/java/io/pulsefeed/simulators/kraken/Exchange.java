package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.Hash;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The exchange without its sockets: sessions, subscriptions, broadcasts, heartbeats and the idle timeout. It runs only in calls
 * from outside, at the time of the clock, so a test can simulate hours on one thread. The object itself is the lock.
 */
final class Exchange {

    static final int SNAPSHOT_TRADES = 50;

    private static final long SECOND = 1_000_000_000L;
    private static final long HEARTBEAT_NS = SECOND;
    private static final long IDLE_NS = 60 * SECOND;

    private final Feed feed;
    private final LongSupplier clock;
    private final long seed;
    private final Random order;
    private final Faults faults;
    private final FaultEffects effects;
    private final Admission admission;
    private final Set<String> spoiled = new HashSet<>();
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Broadcast broadcast = new Broadcast(this, sessions);
    private final Protocol v1 = new V1Protocol(this);
    private final Protocol v2 = new V2Protocol(this);
    private String system = "online";
    private String maintenance = "[]";
    private long skewNs;
    private long connections;
    private long framesSent;

    /**
     * @param clock nanoseconds since the epoch
     * @param connectionBudget handshakes per address in ten minutes; 0 for no limit
     */
    Exchange(Feed feed, LongSupplier clock, long seed, int connectionBudget) {
        this.feed = feed;
        this.clock = clock;
        this.seed = seed;
        this.order = new Random(seed);
        this.faults = new Faults(seed);
        this.effects = new FaultEffects(this);
        this.admission = new Admission(faults, connectionBudget);
    }

    Feed feed() {
        return feed;
    }

    Broadcast broadcast() {
        return broadcast;
    }

    /** Null in replay mode. */
    Trading trading() {
        return feed instanceof Trading trading ? trading : null;
    }

    /** The clock of timers. */
    long nowNs() {
        return clock.getAsLong();
    }

    /** The time that the exchange reports; differs from the clock under {@link Fault#CLOCK_SKEW}. */
    long wallNs() {
        return clock.getAsLong() + skewNs;
    }

    void skew(long ns) {
        skewNs = ns;
    }

    Faults faults() {
        return faults;
    }

    boolean isActive(Fault fault) {
        return faults.isActive(fault);
    }

    synchronized void recur(Fault fault) {
        requirePossible(fault);
        faults.recur(fault, nowNs());
    }

    synchronized void inject(Fault fault) {
        requirePossible(fault);
        if (!fault.isLasting() || faults.activate(fault)) {
            effects.begin(fault);
        }
    }

    private void requirePossible(Fault fault) {
        if (fault.needsTrading() && trading() == null) {
            throw new IllegalArgumentException(
                    "The fault " + fault.label() + " needs generated trading, but this simulator plays a recording");
        }
    }

    synchronized void clear(Fault fault) {
        faults.stopRecurring(fault);
        end(fault);
    }

    private void end(Fault fault) {
        if (faults.deactivate(fault)) {
            effects.end(fault);
        }
    }

    synchronized long framesSent() {
        return framesSent;
    }

    synchronized long connections() {
        return connections;
    }

    synchronized Set<Session> sessions() {
        return new LinkedHashSet<>(sessions);
    }

    /** HTTP status of a handshake: 101 to accept, 0 for no response. */
    synchronized int admit(String remote) {
        return admission.decide(remote, nowNs());
    }

    /** @param version of the protocol, 1 or 2 */
    synchronized Session open(Peer peer, int version) {
        connections++;
        Session session = new Session(peer, version == 1 ? v1 : v2, connections, nowNs());
        sessions.add(session);
        if (!isActive(Fault.STATUS_MISSING)) {
            sendStatus(session);
        }
        return session;
    }

    synchronized void receive(Session session, String text) {
        if (!session.ended() && !session.isStalled()) {
            session.heard(nowNs());
            session.protocol().request(session, text);
        }
    }

    synchronized void closed(Session session) {
        session.disconnected();
        sessions.remove(session);
    }

    /** Processes everything that is due now. */
    synchronized void tick() {
        long now = nowNs();
        faults.tick(now, this::inject, this::end);
        feed.tick(feed.hasSnapshots() ? wallNs() : now, broadcast);
        for (Session session : sessions()) {
            session.release(now - Broadcast.HOLD_NS, now);
            if (session.ended()) {
                sessions.remove(session);
            } else if (session.isStalled()) {
                continue;
            } else if (now - session.lastTrafficNs() >= IDLE_NS) {
                session.close(1000, "Idle for 60 seconds");
            } else if (session.hasSubscriptions() && now - session.lastChannelMessageNs() >= HEARTBEAT_NS) {
                send(session, session.protocol().heartbeat());
            }
        }
    }

    /** Makes a trade unusable, wherever it is sent. */
    synchronized void spoil(String symbol, long id) {
        spoiled.add(symbol + " " + id);
    }

    boolean isSpoiled(Trade trade) {
        return !spoiled.isEmpty() && spoiled.contains(trade.pair() + " " + trade.id());
    }

    /** The result of a subscription to one symbol. */
    enum Outcome {
        ACCEPTED,
        UNSUPPORTED,
        REPEATED,
        REFUSED,
        RATE_LIMITED,
        SILENT
    }

    Outcome subscribe(Session session, Channel channel, String symbol) {
        if (isActive(Fault.ACK_MISSING) || isActive(Fault.ACK_MISSING_PAIR) && symbol.equals(effects.lastPair())) {
            return Outcome.SILENT;
        }
        if (isActive(Fault.RATE_LIMIT) || isActive(Fault.RATE_LIMIT_BARE)) {
            return Outcome.RATE_LIMITED;
        }
        if (isActive(Fault.ACK_REFUSED)) {
            return Outcome.REFUSED;
        }
        if (!feed.offers(symbol) || isDelisted(symbol)) {
            return Outcome.UNSUPPORTED;
        }
        return session.subscribe(channel, symbol, nowNs()) ? Outcome.ACCEPTED : Outcome.REPEATED;
    }

    void sendSnapshot(Session session, Channel channel, String symbol) {
        if (!feed.hasSnapshots() || !session.wants(channel, symbol)) {
            return;
        }
        if (channel == Channel.TRADE) {
            TradeHistory history = feed.history(symbol);
            int size = history.size();
            int from = isActive(Fault.SNAPSHOT_EMPTY) ? size : Math.max(0, size - SNAPSHOT_TRADES);
            List<Trade> latest = history.range(from, size);
            session.protocol().trades(latest, true).forEach(text -> send(session, text));
        } else if (channel == Channel.BOOK) {
            Book book = feed.book(symbol);
            Book.View view = book.view(session.bookDepth(symbol));
            session.bookView(symbol, view);
            session.protocol().book(symbol, book.snapshot(view), true, wallNs()).ifPresent(text -> send(session, text));
        } else if (channel == Channel.TICKER) {
            send(session, session.protocol().ticker(feed.ticker(symbol), true));
        }
    }

    /** Sends a channel message; heartbeats are sent only in their absence. */
    void send(Session session, String frame) {
        framesSent++;
        session.send(frame, nowNs());
    }

    /** Sends the answer to a request, which is not a channel message. */
    void reply(Session session, String frame) {
        framesSent++;
        session.reply(frame, nowNs());
    }

    /** Acknowledgements are unordered. */
    void shuffle(List<String> symbols) {
        Collections.shuffle(symbols, order);
    }

    /** System status, as the status channel and REST report it. */
    String system() {
        return system;
    }

    /**
     * Changes the system status and notifies every client.
     *
     * @param announced JSON array of upcoming maintenance
     */
    void system(String state, String announced) {
        system = state;
        maintenance = announced;
        sessions.forEach(this::sendStatus);
    }

    boolean isDelisted(String symbol) {
        return isActive(Fault.DELISTED) && symbol.equals(effects.lastPair());
    }

    String pairStatus(String symbol) {
        return isDelisted(symbol) ? "delisted" : system;
    }

    /** Kraken's connection ids can exceed a signed 64-bit integer; about half of these do too. */
    private void sendStatus(Session session) {
        String id = Long.toUnsignedString(Hash.of(seed, session.number()));
        send(session, session.protocol().status(new SystemStatus(system, id, maintenance)));
    }
}
