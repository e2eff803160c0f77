package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Market;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link KrakenSimulator}. */
public final class Builder {

    private static final double MAX_RATE = 1_000_000;

    InetAddress bindAddress = InetAddress.getLoopbackAddress();
    int port;
    long seed = 1;
    List<String> pairs = Market.defaults();
    double tradesPerSecond = 20;
    long trades = Long.MAX_VALUE / 2;

    @Nullable
    Instant start;

    Clock clock = Clock.systemUTC();

    @Nullable
    Path replay;

    double speed = 1;
    boolean replayLoop;
    int connectionBudget = 150;
    Map<String, Long> firstIds = Map.of();

    Builder() {}

    /** The address to listen on; 0.0.0.0 for all addresses. Default 127.0.0.1. */
    public Builder bindAddress(InetAddress value) {
        bindAddress = value;
        return this;
    }

    /** The port; 0, the default, selects a free port. */
    public Builder port(int value) {
        port = value;
        return this;
    }

    /** Seed of all random values. Default 1. */
    public Builder seed(long value) {
        seed = value;
        return this;
    }

    /** Pairs to trade, in WebSocket v1 or v2 spelling. */
    public Builder pairs(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("pairs must contain at least one pair, such as BTC/USD");
        }
        pairs = names.stream().map(Market::symbolOf).distinct().toList();
        return this;
    }

    /** Trades per second over all pairs; 0 for trades on demand only. Default 20. */
    public Builder tradesPerSecond(double value) {
        tradesPerSecond = requireRate(value);
        return this;
    }

    /** Number of trades over all pairs; tickers and heartbeats continue after the last one. Default unlimited. */
    public Builder trades(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("trades must be 0 or more (got " + count + ")");
        }
        trades = count;
        return this;
    }

    /**
     * Start of trading; default now. With a start in the past, the trades since then exist: a simulator restarted with the same
     * seed, pairs, rate and start serves the same trades.
     */
    public Builder startTime(Instant instant) {
        start = instant;
        return this;
    }

    /**
     * The id of the first trade after the start, by symbol; other pairs use a default id. Lets a simulator continue the numbering
     * of an earlier one, without the trades in between.
     */
    public Builder firstIds(Map<String, Long> ids) {
        firstIds = Map.copyOf(ids);
        return this;
    }

    /** The clock; default the system clock. */
    public Builder clock(Clock source) {
        clock = source;
        return this;
    }

    /** Time starts at {@code instant} and moves only in {@link KrakenSimulator#advance}. */
    public Builder virtualTime(Instant instant) {
        clock = new VirtualClock(instant);
        return this;
    }

    /** Handshakes per address in ten minutes; more are refused for ten minutes. 0 for no limit. Default 150. */
    public Builder connectionBudget(int attempts) {
        connectionBudget = attempts;
        return this;
    }

    /** Plays the frames in {@code file} instead of generating trades. */
    public Builder replay(Path file) {
        replay = file;
        return this;
    }

    /** Multiple of the recorded speed; 0 for as fast as possible. Default 1. */
    public Builder speed(double value) {
        if (value < 0) {
            throw new IllegalArgumentException("speed must be 0 (as fast as possible) or more (got " + value + ")");
        }
        speed = value;
        return this;
    }

    /** Restarts the recording at its end. */
    public Builder replayLoop(boolean value) {
        replayLoop = value;
        return this;
    }

    /** @throws UncheckedIOException when the recording cannot be read */
    public KrakenSimulator build() {
        try {
            return new KrakenSimulator(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    static double requireRate(double value) {
        if (!(value >= 0 && value <= MAX_RATE)) {
            throw new IllegalArgumentException("tradesPerSecond must be 0 to 1,000,000 (got " + value + ")");
        }
        return value;
    }

    List<Market> markets() {
        return pairs.stream().map(Market::of).toList();
    }
}
