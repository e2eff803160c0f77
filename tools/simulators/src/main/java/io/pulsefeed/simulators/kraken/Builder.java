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

/** Settings of a {@link KrakenSimulator}. */
public final class Builder {

    private static final double MAX_RATE = 1_000_000;

    InetAddress bindAddress = InetAddress.getLoopbackAddress();
    int port;
    long seed = 1;
    List<String> pairs = Market.defaults();
    double tradesPerSecond = 20;
    long trades = Long.MAX_VALUE / 2;
    Instant start;
    Clock clock = Clock.systemUTC();
    Path replay;
    double speed = 1;
    boolean replayLoop;
    int connectionBudget = 150;
    Map<String, Long> firstIds = Map.of();

    Builder() {}

    /** The address listened on; 0.0.0.0 for all of this machine. Default 127.0.0.1. */
    public Builder bindAddress(InetAddress value) {
        bindAddress = value;
        return this;
    }

    /** 0, the default, takes a free one. */
    public Builder port(int value) {
        port = value;
        return this;
    }

    /** Everything random follows from it. Default 1. */
    public Builder seed(long value) {
        seed = value;
        return this;
    }

    /** Pairs to trade, in either spelling. */
    public Builder pairs(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("At least one pair is needed, such as BTC/USD");
        }
        pairs = names.stream().map(Market::symbolOf).distinct().toList();
        return this;
    }

    /** Over all pairs; 0 for trades on demand only. Default 20. */
    public Builder tradesPerSecond(double value) {
        tradesPerSecond = requireRate(value);
        return this;
    }

    /** So many trades over all pairs, then no more; tickers and heartbeats go on. Default unlimited. */
    public Builder trades(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("A number of trades is 0 or more; got " + count);
        }
        trades = count;
        return this;
    }

    /**
     * When trading began; default now. With a moment in the past the trades since then are there, so that a simulator restarted
     * with the same seed, pairs, rate and start is the same exchange.
     */
    public Builder startTime(Instant instant) {
        start = instant;
        return this;
    }

    /**
     * The number of the first trade of each symbol after the start; a pair left out has a number of its own. So a simulator goes
     * on where an earlier one ended, without the trades of the time between.
     */
    public Builder firstIds(Map<String, Long> ids) {
        firstIds = Map.copyOf(ids);
        return this;
    }

    /** Where time comes from; default the system's clock. */
    public Builder clock(Clock source) {
        clock = source;
        return this;
    }

    /** Time stands still at {@code instant} and moves only by {@link KrakenSimulator#advance}. */
    public Builder virtualTime(Instant instant) {
        clock = new VirtualClock(instant);
        return this;
    }

    /** Handshakes that an address may try in ten minutes before it is refused for ten; 0 for any number. Default 150. */
    public Builder connectionBudget(int attempts) {
        connectionBudget = attempts;
        return this;
    }

    /** Plays the frames in {@code file} instead of generating trades. */
    public Builder replay(Path file) {
        replay = file;
        return this;
    }

    /** Multiple of the recorded pace; 0 for as fast as possible. Default 1. */
    public Builder speed(double value) {
        if (value < 0) {
            throw new IllegalArgumentException("A speed is 0 (as fast as possible) or more; got " + value);
        }
        speed = value;
        return this;
    }

    /** Begins the recording again at its end. */
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
            throw new IllegalArgumentException("Trades per second: 0 to 1,000,000; got " + value);
        }
        return value;
    }

    List<Market> markets() {
        return pairs.stream().map(Market::of).toList();
    }
}
