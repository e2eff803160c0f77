package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Book;
import io.pulsefeed.simulators.kraken.market.Hash;
import io.pulsefeed.simulators.kraken.market.Market;
import io.pulsefeed.simulators.kraken.market.Quotes;
import io.pulsefeed.simulators.kraken.market.Ticker;
import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.market.TradeHistory;
import io.pulsefeed.simulators.kraken.market.TradeLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Generated trading in several pairs, each at its own rate. */
final class Trading implements Feed {

    static final int MAX_FRAME_TRADES = 1_000;

    /** With more trades than this in one tick, frames contain many trades instead of one sweep. */
    private static final int BUSY = 100;
    /** Limits the work of one tick after a clock jump. */
    private static final int MAX_TICK_TRADES = 20_000;

    private static final long SECOND = 1_000_000_000L;

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final long seed;
    private final int activity;
    private long frames;
    private long quotedSecond;

    /**
     * @param firstIds id of the first live trade by symbol, where it differs from the pair's default
     * @param tradesPerSecond over all pairs; 0 for trades on demand only
     * @param limit trades over all pairs
     */
    Trading(
            List<Market> markets,
            Map<String, Long> firstIds,
            long seed,
            double tradesPerSecond,
            long limit,
            long startNs,
            long nowNs) {
        this.seed = seed;
        this.quotedSecond = nowNs / SECOND;
        activity = markets.stream().mapToInt(Market::activity).sum();
        long assigned = 0;
        for (int i = 0; i < markets.size(); i++) {
            Market market = markets.get(i);
            TradeLog log = new TradeLog(market, seed, firstIds.getOrDefault(market.symbol(), firstId(market)), startNs);
            int live = log.size();
            double share = share(market);
            long count = i == markets.size() - 1 ? limit - assigned : (long) (limit * share);
            assigned += count;
            if (tradesPerSecond > 0) {
                log.plan(count, startNs, intervalNs(market, tradesPerSecond));
            }
            log.advanceTo(nowNs, Integer.MAX_VALUE);
            Quotes quotes = new Quotes(market, seed, log.latest(nowNs), nowNs);
            lanes.put(market.symbol(), new Lane(market, log, quotes, new Book(market, seed, quotes.last()), live));
        }
    }

    /** Ids depend on the pair only, so that a restarted simulator continues the same numbering. */
    private static long firstId(Market market) {
        return 20_000_000L + Math.floorMod(Hash.of(1, market.symbol()), 80_000_000L);
    }

    @Override
    public Set<String> symbols() {
        return lanes.keySet();
    }

    @Override
    public Set<Channel> channels() {
        return EnumSet.of(Channel.TRADE, Channel.TICKER, Channel.BOOK);
    }

    @Override
    public boolean offers(String symbol) {
        return lanes.containsKey(symbol);
    }

    @Override
    public Market market(String symbol) {
        return lane(symbol).market;
    }

    @Override
    public TradeHistory history(String symbol) {
        return lane(symbol).log;
    }

    @Override
    public Ticker ticker(String symbol) {
        return lane(symbol).quotes.ticker();
    }

    @Override
    public Book book(String symbol) {
        Lane lane = lane(symbol);
        return lane.book;
    }

    @Override
    public boolean hasSnapshots() {
        return true;
    }

    /** Trades since the start of the live part. */
    List<Trade> live(String symbol) {
        Lane lane = lane(symbol);
        return lane.log.range(lane.live, lane.log.size());
    }

    long liveCount() {
        return lanes.values().stream()
                .mapToLong(lane -> lane.log.size() - lane.live)
                .sum();
    }

    boolean isExhausted() {
        return lanes.values().stream().allMatch(lane -> lane.log.isExhausted());
    }

    TradeLog log(String symbol) {
        return lane(symbol).log;
    }

    @Override
    public void tick(long nowNs, Output output) {
        List<Trade> due = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            if (!lane.halted) {
                int from = lane.log.size();
                lane.log.advanceTo(nowNs, MAX_TICK_TRADES);
                due.addAll(lane.log.range(from, lane.log.size()));
            }
        }
        send(due, output);
        if (nowNs / SECOND > quotedSecond) {
            quotedSecond = nowNs / SECOND;
            lanes.values().stream().filter(lane -> !lane.halted).forEach(lane -> {
                lane.quotes.requote(nowNs);
                lane.book.move(lane.quotes.last());
                output.quote(lane.market.symbol());
            });
        }
    }

    /** Emits {@code count} trades now, spread over the pairs by activity. */
    void emit(int count, long nowNs, Output output) {
        List<Trade> due = new ArrayList<>(count);
        share(count).forEach((lane, trades) -> {
            int from = lane.log.size();
            lane.log.happen(trades, nowNs);
            due.addAll(lane.log.range(from, from + trades));
        });
        send(due, output);
    }

    /** Emits {@code count} trades of one pair now. */
    void emit(String symbol, int count, long nowNs, Output output) {
        TradeLog log = lane(symbol).log;
        int from = log.size();
        log.happen(count, nowNs);
        send(new ArrayList<>(log.range(from, from + count)), output);
    }

    /** Sets the trades per second over all pairs, without limit. */
    void pace(double tradesPerSecond, long nowNs) {
        lanes.values()
                .forEach(lane ->
                        lane.log.pace(nowNs, tradesPerSecond > 0 ? intervalNs(lane.market, tradesPerSecond) : 0));
    }

    private double share(Market market) {
        return (double) market.activity() / activity;
    }

    private long intervalNs(Market market, double tradesPerSecond) {
        return Math.max(1, Math.round(SECOND / (tradesPerSecond * share(market))));
    }

    /** Schedules {@code count} trades for the next second, before all other scheduled trades. */
    void burst(int count, long nowNs) {
        share(count).forEach((lane, trades) -> lane.log.insert(trades, nowNs, SECOND / trades));
    }

    /** Halts a pair; its scheduled trades are deferred. */
    void halt(String symbol) {
        lane(symbol).halted = true;
    }

    /** Resumes a pair; the deferred trades start now. */
    void resume(String symbol, long nowNs) {
        Lane lane = lane(symbol);
        lane.halted = false;
        lane.log.defer(nowNs);
    }

    /** Every pair continues with an id 2 to 41 above the last one. */
    void skipIds(long nowNs) {
        for (Lane lane : lanes.values()) {
            long next = lane.log.nextId();
            lane.log.renumber(next + 1 + Math.floorMod(Hash.of(seed, next), 40), nowNs);
        }
    }

    void resetIds(String symbol, long nowNs) {
        lane(symbol).log.renumber(1, nowNs);
    }

    /** Accumulates fractional shares, so that small counts also reach pairs with low activity. */
    private Map<Lane, Integer> share(int count) {
        Map<Lane, Integer> shares = new LinkedHashMap<>();
        int left = count;
        for (Lane lane : lanes.values()) {
            lane.owed += count * share(lane.market);
            int trades = Math.max(0, Math.min(left, (int) lane.owed));
            lane.owed -= trades;
            left -= trades;
            shares.put(lane, trades);
        }
        while (left > 0) {
            Lane next = Collections.max(lanes.values(), Comparator.comparingDouble(lane -> lane.owed));
            next.owed--;
            left--;
            shares.merge(next, 1, Integer::sum);
        }
        shares.values().removeIf(trades -> trades == 0);
        return shares;
    }

    private void send(List<Trade> due, Output output) {
        if (due.isEmpty()) {
            return;
        }
        due.sort(Comparator.comparingLong(Trade::timestampNs));
        boolean busy = due.size() > BUSY;
        int from = 0;
        while (from < due.size()) {
            int to = busy ? busyEnd(due, from) : calmEnd(due, from);
            List<Trade> frame = List.copyOf(due.subList(from, to));
            frame.forEach(trade -> lane(trade.pair()).add(trade));
            output.trades(frame);
            frames++;
            from = to;
        }
    }

    /** One sweep per frame; some frames also contain a sweep of another pair. */
    private int calmEnd(List<Trade> due, int from) {
        int to = sweepEnd(due, from);
        boolean mixed = to < due.size() && (Hash.of(seed, frames) & 3) == 0;
        return mixed && !due.get(to).pair().equals(due.get(from).pair()) ? sweepEnd(due, to) : to;
    }

    private int busyEnd(List<Trade> due, int from) {
        int size = 1 + Math.floorMod(Hash.of(seed, frames), MAX_FRAME_TRADES);
        return Math.min(due.size(), from + size);
    }

    private static int sweepEnd(List<Trade> due, int from) {
        Trade first = due.get(from);
        int to = from + 1;
        while (to < due.size()
                && due.get(to).timestampNs() == first.timestampNs()
                && due.get(to).pair().equals(first.pair())) {
            to++;
        }
        return to;
    }

    private Lane lane(String symbol) {
        Lane lane = lanes.get(symbol);
        if (lane == null) {
            throw new IllegalArgumentException("This simulator trades " + lanes.keySet() + ", not " + symbol);
        }
        return lane;
    }

    private static final class Lane {

        private final Market market;
        private final TradeLog log;
        private final Quotes quotes;
        private final Book book;
        /** Position of the first trade after the history. */
        private final int live;

        private double owed;
        private boolean halted;

        Lane(Market market, TradeLog log, Quotes quotes, Book book, int live) {
            this.market = market;
            this.log = log;
            this.quotes = quotes;
            this.book = book;
            this.live = live;
        }

        void add(Trade trade) {
            quotes.add(trade);
            book.move(quotes.last());
        }
    }
}
