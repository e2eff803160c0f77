package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import io.pulsefeed.simulators.kraken.server.HttpRequest;
import io.pulsefeed.simulators.kraken.server.WebServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The Kraken exchange in one process: WebSocket v2 and v1, REST and the truth behind them, on one port, of the
 * loopback address by default.
 *
 * <p>With sockets: {@link #start()} and connect to {@link #webSocketUrl()}. Without: {@link #connect} gives an in-process line,
 * {@link #rest} an answer. With {@link Builder#virtualTime} nothing moves until {@link #advance} is called, and everything then
 * happens in the caller's thread.
 */
public final class KrakenSimulator implements Closeable {

    private static final long TICK_MS = 10;
    private static final Duration TICK = Duration.ofMillis(TICK_MS);

    private final InetAddress address;
    private final int port;
    private final Clock clock;
    private final Venue venue;
    private final Trading trading;
    private final Replay replay;
    private final RestApi rest;
    private WebServer server;
    private ScheduledExecutorService driver;

    KrakenSimulator(Builder settings) throws IOException {
        address = settings.bindAddress;
        port = settings.port;
        clock = settings.clock;
        Instant start = settings.start == null ? clock.instant() : settings.start;
        if (settings.replay == null) {
            trading = new Trading(
                    settings.markets(),
                    settings.firstIds,
                    settings.seed,
                    settings.tradesPerSecond,
                    settings.trades,
                    ns(start),
                    ns(clock.instant()));
            replay = null;
        } else {
            trading = null;
            replay = new Replay(Recording.read(settings.replay), settings.pairs, settings.speed, settings.replayLoop);
        }
        venue = new Venue(
                trading == null ? replay : trading,
                () -> ns(clock.instant()),
                settings.seed,
                settings.connectionBudget);
        rest = new RestApi(venue);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens the port and, unless time is virtual, lets trading run.
     *
     * @throws IOException when the port is taken; the message says what to do
     */
    public synchronized KrakenSimulator start() throws IOException {
        if (server != null) {
            throw new IllegalStateException("Already started");
        }
        server = WebServer.start(address, port, new Gateway(venue, rest, new Control(venue, this)));
        if (!(clock instanceof VirtualClock)) {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "kraken-simulator-" + server.port());
                thread.setDaemon(true);
                return thread;
            });
            executor.scheduleAtFixedRate(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
            driver = executor;
        }
        return this;
    }

    /** An exception would end the driver without a word. */
    private void tick() {
        try {
            venue.tick();
        } catch (RuntimeException e) {
            System.getLogger(KrakenSimulator.class.getName())
                    .log(System.Logger.Level.ERROR, "The simulator could not go on by one step; it tries the next", e);
        }
    }

    /** {@code ws://ADDRESS:PORT/v2}, where the address is 127.0.0.1 when it listens on all. */
    public String webSocketUrl() {
        return "ws://" + host() + ":" + port() + "/v2";
    }

    /** {@code ws://ADDRESS:PORT/}, the older protocol without trade ids. */
    public String webSocketV1Url() {
        return "ws://" + host() + ":" + port() + "/";
    }

    /** {@code http://ADDRESS:PORT}; the paths below it begin with {@code /0/public/}. */
    public String restUrl() {
        return "http://" + host() + ":" + port();
    }

    private String host() {
        return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    }

    /** The port that is listened on; known after {@link #start()}. */
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("Not started: call start() first");
        }
        return server.port();
    }

    /** Symbols in the spelling of WebSocket v2. */
    public Set<String> pairs() {
        return Set.copyOf(venue.feed().symbols());
    }

    /**
     * The truth: every trade of {@code pair} since the start (in replay mode: that was played), in order, each once. The list does
     * not change when more happen; its elements are computed when read. Either spelling of the pair will do.
     */
    public List<Trade> log(String pair) {
        synchronized (venue) {
            if (trading != null) {
                return trading.live(Market.symbolOf(pair));
            }
            TradeHistory history = venue.feed().history(Market.symbolOf(pair));
            return history.range(0, history.size());
        }
    }

    /** The trades of {@code pair} that REST can still give from before the start, oldest first, and then those of {@link #log}. */
    public List<Trade> logWithHistory(String pair) {
        synchronized (venue) {
            TradeHistory history = venue.feed().history(Market.symbolOf(pair));
            return history.range(0, history.size());
        }
    }

    /** The number that the next trade of {@code pair} will have. */
    public long nextId(String pair) {
        synchronized (venue) {
            return requireTrading("nextId").log(Market.symbolOf(pair)).nextId();
        }
    }

    /** Number of trades over all pairs since the start. */
    public long tradeCount() {
        synchronized (venue) {
            return trading != null
                    ? trading.liveCount()
                    : replay.symbols().stream()
                            .mapToLong(symbol -> replay.history(symbol).size())
                            .sum();
        }
    }

    /** True when no further trade will come by itself: the limit is reached, or the recording has been played. */
    public boolean isQuiet() {
        synchronized (venue) {
            return trading != null ? trading.isExhausted() : replay.isFinished();
        }
    }

    /** Frames sent to all clients, and connections accepted, since the start. */
    public Map<String, Long> counters() {
        synchronized (venue) {
            return Map.of(
                    "frames", venue.framesSent(),
                    "connections", venue.connections(),
                    "sessions", (long) venue.sessions().size());
        }
    }

    /** Lets {@code count} trades happen now, spread over the pairs, and sends them before it returns. */
    public void emitTrades(int count) {
        synchronized (venue) {
            requireTrading("emitTrades").emit(count, venue.wallNs(), venue.broadcast());
        }
    }

    /** From now on so many trades per second over all pairs, whatever was planned; 0 for trades on demand only. */
    public void tradesPerSecond(double value) {
        synchronized (venue) {
            requireTrading("tradesPerSecond").pace(Builder.requireRate(value), venue.wallNs());
        }
    }

    /** Lets {@code count} trades happen within the second that begins now. */
    public void burst(int count) {
        synchronized (venue) {
            requireTrading("burst").burst(count, venue.wallNs());
        }
    }

    /** Moves virtual time, in steps of 10 ms, and does all that falls due on the way. */
    public void advance(Duration by) {
        if (!(clock instanceof VirtualClock virtual)) {
            throw new IllegalStateException(
                    "Time runs by itself here; build with virtualTime(start) to move it by hand");
        }
        Duration left = by;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration step = left.compareTo(TICK) < 0 ? left : TICK;
            virtual.advance(step);
            venue.tick();
            left = left.minus(step);
        }
    }

    /** The simulator's clock, for clients that share its time. */
    public Clock clock() {
        return clock;
    }

    /**
     * Lets {@code faults} happen now; those that last hold until {@link #clear}.
     *
     * @throws IllegalArgumentException in replay mode, for a fault that changes what is traded
     */
    public void inject(Fault... faults) {
        List.of(faults).forEach(venue::inject);
    }

    /** Ends {@code faults} that last, and the return of those that recur. */
    public void clear(Fault... faults) {
        List.of(faults).forEach(venue::clear);
    }

    /** Ends every fault. */
    public void clear() {
        clear(Fault.values());
    }

    /**
     * Lets {@code faults} come again and again: once a minute, at moments that follow from the seed, those that last for 15 s.
     */
    public void recur(Fault... faults) {
        List.of(faults).forEach(venue::recur);
    }

    /** Faults that hold now. */
    public Set<Fault> activeFaults() {
        synchronized (venue) {
            return Set.copyOf(venue.faults().active());
        }
    }

    /**
     * Connects without a socket, over WebSocket v2; frames arrive at {@code peer}, the first one before this returns. A refused
     * handshake is told to the peer.
     */
    public Line connect(Peer peer) {
        return connect(peer, 2);
    }

    /** The same over protocol {@code version} 1 or 2. */
    public Line connect(Peer peer, int version) {
        synchronized (venue) {
            int status = venue.admit("in-process");
            if (status == Admission.ACCEPTED) {
                return new Line(venue, venue.open(peer, version));
            }
            peer.refused(status);
            return new Line(venue, null);
        }
    }

    /**
     * Asks REST without a socket; status 0 stands for no answer.
     *
     * @param target path and query, such as {@code /0/public/Trades?pair=XBTUSD}
     */
    public HttpAnswer rest(String target) {
        return rest.answer(new HttpRequest("GET", target, Map.of(), "in-process"));
    }

    /** Stops at once: the port is free and clients are cut off when this returns. */
    @Override
    public synchronized void close() {
        if (driver != null) {
            driver.shutdownNow();
        }
        if (server != null) {
            server.close();
        }
    }

    private Trading requireTrading(String call) {
        if (trading == null) {
            throw new IllegalStateException(call + " needs generated trading; this simulator plays a recording");
        }
        return trading;
    }

    private static long ns(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
