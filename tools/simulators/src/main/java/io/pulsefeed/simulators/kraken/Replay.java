package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recording once, in order, at a multiple of its recorded speed. Starts when no further subscriptions arrive and pauses
 * while no client is subscribed. REST serves the played trades.
 */
final class Replay implements Feed {

    /** Clients subscribe in several requests; playing starts this long after the last one. */
    static final long SETTLE_NS = 300_000_000L;
    /** Longer pauses in a recording, and jumps between collected frames, are shortened to this. */
    private static final long MAX_PAUSE_NS = 1_000_000_000L;

    private static final int MAX_TICK_FRAMES = 1_000;

    private final List<Recording.Frame> frames;
    private final double speed;
    private final boolean loop;
    private final Set<String> symbols = new LinkedHashSet<>();
    private final Map<String, Played> played = new LinkedHashMap<>();
    private int next;
    private long framesPlayed;
    private long dueNs = Long.MIN_VALUE;

    /**
     * @param offered pairs that accept subscriptions although the recording does not contain them
     * @param speed 1 for the recorded speed, 2 for twice as fast, 0 for as fast as possible
     */
    Replay(Recording recording, List<String> offered, double speed, boolean loop) {
        this.frames = recording.frames();
        this.speed = speed;
        this.loop = loop;
        symbols.addAll(recording.symbols());
        symbols.addAll(offered);
        symbols.forEach(symbol -> played.put(symbol, new Played()));
    }

    @Override
    public Set<String> symbols() {
        return symbols;
    }

    @Override
    public Set<Channel> channels() {
        return EnumSet.allOf(Channel.class);
    }

    @Override
    public boolean offers(String symbol) {
        return symbols.contains(symbol);
    }

    @Override
    public Market market(String symbol) {
        return Market.of(symbol);
    }

    @Override
    public TradeHistory history(String symbol) {
        Played history = played.get(symbol);
        if (history == null) {
            throw new IllegalArgumentException("This recording offers " + symbols + ", not " + symbol);
        }
        return history;
    }

    @Override
    public @Nullable Ticker ticker(String symbol) {
        return null;
    }

    @Override
    public @Nullable Book book(String symbol) {
        return null;
    }

    @Override
    public boolean hasSnapshots() {
        return false;
    }

    long framesPlayed() {
        return framesPlayed;
    }

    boolean isFinished() {
        return next == frames.size();
    }

    @Override
    public void tick(long nowNs, Output output) {
        long settled = output.settledSinceNs();
        if (settled == Long.MAX_VALUE || nowNs - settled < SETTLE_NS) {
            dueNs = Long.MIN_VALUE;
            return;
        }
        if (dueNs == Long.MIN_VALUE) {
            dueNs = nowNs;
        }
        for (int i = 0; i < MAX_TICK_FRAMES && next < frames.size() && dueNs <= nowNs; i++) {
            Recording.Frame frame = frames.get(next);
            frame.trades().forEach(trade -> played.get(trade.pair()).add(trade));
            output.recorded(frame);
            framesPlayed++;
            next++;
            if (next == frames.size() && loop) {
                next = 0;
            }
            dueNs += pauseNs(frame);
        }
    }

    private long pauseNs(Recording.Frame frame) {
        if (speed <= 0 || next == frames.size() || next == 0) {
            return 0;
        }
        long recorded = frames.get(next).timeNs() - frame.timeNs();
        return (long) (Math.max(0, Math.min(MAX_PAUSE_NS, recorded)) / speed);
    }

    /** Sorted by id without duplicates: a recorded snapshot repeats trades of updates. */
    private static final class Played implements TradeHistory {

        private final List<Trade> trades = new ArrayList<>();

        void add(Trade trade) {
            int at = Collections.binarySearch(trades, trade, Comparator.comparingLong(Trade::id));
            if (at < 0) {
                trades.add(-at - 1, trade);
            }
        }

        @Override
        public int size() {
            return trades.size();
        }

        @Override
        public Trade at(int position) {
            return trades.get(position);
        }

        @Override
        public long timestampNs(int position) {
            return trades.get(position).timestampNs();
        }

        @Override
        public List<Trade> range(int from, int to) {
            return List.copyOf(trades.subList(from, to));
        }
    }
}
