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
import org.jspecify.annotations.Nullable;

/**
 * A Kraken exchange in one process: WebSocket v2 and v1, REST and the trade log that feeds them, on one port. Listens on
 * the loopback address by default.
 *
 * <p>With sockets: call {@link #start()} and connect to {@link #webSocketUrl()}. Without sockets: {@link #connect} returns an
 * in-process connection and {@link #rest} a response. With {@link Builder#virtualTime} time moves only in {@link #advance}, and
 * all work runs on the caller's thread.
 */
public final class KrakenSimulator implements Closeable {

    private static final long TICK_MS = 10;
    private static final Duration TICK = Duration.ofMillis(TICK_MS);

    private final InetAddress address;
    private final int port;
    private final Clock clock;
    private final Exchange exchange;
    private final @Nullable Trading trading;
    private final @Nullable Replay replay;
    private final RestApi rest;
    private @Nullable WebServer server;
    private @Nullable ScheduledExecutorService driver;

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
        exchange = new Exchange(
                trading == null ? replay : trading,
                () -> ns(clock.instant()),
                settings.seed,
                settings.connectionBudget);
        rest = new RestApi(exchange);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens the port and, unless time is virtual, starts trading.
     *
     * @throws IOException when the port is in use; the message contains the fix
     */
    public synchronized KrakenSimulator start() throws IOException {
        if (server != null) {
            throw new IllegalStateException("Already started");
        }
        server = WebServer.start(address, port, new Gateway(exchange, rest, new Control(exchange, this)));
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

    /** Catches exceptions: a scheduled executor silently cancels a task that throws. */
    private void tick() {
        try {
            exchange.tick();
        } catch (RuntimeException e) {
            System.getLogger(KrakenSimulator.class.getName())
                    .log(System.Logger.Level.ERROR, "Simulation step failed; continuing with the next one", e);
        }
    }

    /** {@code ws://ADDRESS:PORT/v2}, with 127.0.0.1 as the address when it listens on all addresses. */
    public String webSocketUrl() {
        return "ws://" + host() + ":" + port() + "/v2";
    }

    /** {@code ws://ADDRESS:PORT/}, the older protocol without trade ids. */
    public String webSocketV1Url() {
        return "ws://" + host() + ":" + port() + "/";
    }

    /** {@code http://ADDRESS:PORT}; paths start with {@code /0/public/}. */
    public String restUrl() {
        return "http://" + host() + ":" + port();
    }

    private String host() {
        return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    }

    /** The listening port; available after {@link #start()}. */
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("Not started: call start() first");
        }
        return server.port();
    }

    /** Symbols in the spelling of WebSocket v2. */
    public Set<String> pairs() {
        return Set.copyOf(exchange.feed().symbols());
    }

    /**
     * Ground truth: every trade of {@code pair} since the start (in replay mode: every played trade), in order. The list does not
     * grow with later trades; its elements are computed on access. Accepts both spellings of the pair.
     */
    public List<Trade> log(String pair) {
        synchronized (exchange) {
            if (trading != null) {
                return trading.live(Market.symbolOf(pair));
            }
            TradeHistory history = exchange.feed().history(Market.symbolOf(pair));
            return history.range(0, history.size());
        }
    }

    /** The trades of {@code pair} from before the start that REST still serves, oldest first, then those of {@link #log}. */
    public List<Trade> logWithHistory(String pair) {
        synchronized (exchange) {
            TradeHistory history = exchange.feed().history(Market.symbolOf(pair));
            return history.range(0, history.size());
        }
    }

    /** The id of the next trade of {@code pair}. */
    public long nextId(String pair) {
        synchronized (exchange) {
            return requireTrading("nextId").log(Market.symbolOf(pair)).nextId();
        }
    }

    /** Number of trades over all pairs since the start. */
    public long tradeCount() {
        synchronized (exchange) {
            return trading != null
                    ? trading.liveCount()
                    : replay.symbols().stream()
                            .mapToLong(symbol -> replay.history(symbol).size())
                            .sum();
        }
    }

    /** True when no further trade is scheduled: the limit is reached, or the recording has been played. */
    public boolean isQuiet() {
        synchronized (exchange) {
            return trading != null ? trading.isExhausted() : replay.isFinished();
        }
    }

    /** Frames sent to all clients, and connections accepted, since the start. */
    public Map<String, Long> counters() {
        synchronized (exchange) {
            return Map.of(
                    "frames", exchange.framesSent(),
                    "connections", exchange.connections(),
                    "sessions", (long) exchange.sessions().size());
        }
    }

    /** Emits {@code count} trades now, spread over the pairs, and sends them before it returns. */
    public void emitTrades(int count) {
        synchronized (exchange) {
            requireTrading("emitTrades").emit(count, exchange.wallNs(), exchange.broadcast());
        }
    }

    /** Emits {@code count} trades of {@code pair} now and sends them before it returns. */
    public void emitTrades(String pair, int count) {
        synchronized (exchange) {
            requireTrading("emitTrades").emit(Market.symbolOf(pair), count, exchange.wallNs(), exchange.broadcast());
        }
    }

    /** Makes the trade with this id unusable: its volume is not a number, over WebSocket v2 and REST. */
    public void spoilTrade(String pair, long id) {
        exchange.spoil(Market.symbolOf(pair), id);
    }

    /** Sets the number of trades per second over all pairs and discards the schedule; 0 for trades on demand only. */
    public void tradesPerSecond(double value) {
        synchronized (exchange) {
            requireTrading("tradesPerSecond").pace(Builder.requireRate(value), exchange.wallNs());
        }
    }

    /** Emits {@code count} trades within the next second. */
    public void burst(int count) {
        synchronized (exchange) {
            requireTrading("burst").burst(count, exchange.wallNs());
        }
    }

    /** Advances virtual time in steps of 10 ms and runs everything that is due. */
    public void advance(Duration by) {
        if (!(clock instanceof VirtualClock virtual)) {
            throw new IllegalStateException("advance needs virtual time; build the simulator with virtualTime(start)");
        }
        Duration left = by;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration step = left.compareTo(TICK) < 0 ? left : TICK;
            virtual.advance(step);
            exchange.tick();
            left = left.minus(step);
        }
    }

    /** The simulator's clock, for clients that share its time. */
    public Clock clock() {
        return clock;
    }

    /**
     * Injects {@code faults} now; lasting faults are active until {@link #clear}.
     *
     * @throws IllegalArgumentException in replay mode, for a fault that changes the trades
     */
    public void inject(Fault... faults) {
        List.of(faults).forEach(exchange::inject);
    }

    /** Ends lasting {@code faults} and stops recurring ones. */
    public void clear(Fault... faults) {
        List.of(faults).forEach(exchange::clear);
    }

    /** Ends all faults. */
    public void clear() {
        clear(Fault.values());
    }

    /**
     * Repeats {@code faults} once a minute, at moments derived from the seed; lasting faults are active for 15 s each time.
     */
    public void recur(Fault... faults) {
        List.of(faults).forEach(exchange::recur);
    }

    /** Faults that are active now. */
    public Set<Fault> activeFaults() {
        synchronized (exchange) {
            return Set.copyOf(exchange.faults().active());
        }
    }

    /**
     * Connects without a socket, over WebSocket v2. {@code peer} receives the frames, the first one before this method returns,
     * or the refusal of the handshake.
     */
    public Line connect(Peer peer) {
        return connect(peer, 2);
    }

    /** The same over protocol {@code version} 1 or 2. */
    public Line connect(Peer peer, int version) {
        synchronized (exchange) {
            int status = exchange.admit("in-process");
            if (status == Admission.ACCEPTED) {
                return new Line(exchange, exchange.open(peer, version));
            }
            peer.refused(status);
            return new Line(exchange, null);
        }
    }

    /**
     * Sends a REST request without a socket; status 0 means no response.
     *
     * @param target path and query, such as {@code /0/public/Trades?pair=XBTUSD}
     */
    public HttpAnswer rest(String target) {
        return rest.answer(new HttpRequest("GET", target, Map.of(), "in-process"));
    }

    /** Stops immediately: when this method returns, the port is free and all clients are disconnected. */
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
            throw new IllegalStateException(call + " needs generated trading, but this simulator plays a recording");
        }
        return trading;
    }

    private static long ns(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
